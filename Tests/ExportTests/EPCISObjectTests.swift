// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Export

@Suite struct EPCISObjectTests {
  @Test(arguments: [
    "00/395060001343000015", "01/09506000134352/21/HD-12345", "01/09506000134352/235/TPX",
    "8006/095060001343520102/21/A", "8003/0950600013435212345", "8004/95060001234",
    "253/9506000134352A", "255/95060001343521", "8010/9506000A/8011/12", "8018/950600013435000008",
    "8017/950600013435000008", "401/9506000A", "402/95060001343500007",
  ]) func aKeyOfOneThingIsAnInstance(identity: String) {
    let uri = digitalLinkStem + identity
    #expect(EPCISObject(identity: uri) == .instance(uri))
  }

  @Test(arguments: [
    "01/09506000134352", "01/09506000134352/10/C202507", "8006/095060001343520102",
    "8006/095060001343520102/10/A", "8003/09506000134352", "253/9506000134352",
    "255/9506000134352", "8010/9506000A",
  ]) func aKeyOfAKindIsCounted(identity: String) {
    let uri = digitalLinkStem + identity
    #expect(EPCISObject(identity: uri) == .kind(uri, isCounted: true))
  }

  @Test(arguments: [
    ("01/09506000134352/22/2A", "01/09506000134352"),
    ("8006/095060001343520102/22/2A", "8006/095060001343520102"),
  ]) func aVariantIsNoKindOfItsOwn(identity: String, kind: String) {
    #expect(
      EPCISObject(identity: digitalLinkStem + identity)
        == .kind(digitalLinkStem + kind, isCounted: true))
  }

  @Test func aServiceInstanceBelongsToTheOneThatIsServed() {
    let person = digitalLinkStem + "8018/950600013435000008"
    #expect(EPCISObject(identity: person + "/8019/3") == .instance(person))
  }

  @Test(arguments: [
    "414/9506000134352", "414/9506000134352/254/A", "417/9506000134352",
    "417/9506000134352/7040/1ABC", "8013/9506000A1", "8020/9506000134352", "01", "", "01//21/A",
  ]) func aPlaceAPartyAndWhatIsNoKeyAreNoObjects(identity: String) {
    #expect(EPCISObject(identity: digitalLinkStem + identity) == nil)
  }

  @Test func anotherDomainIsNoIdentity() {
    #expect(EPCISObject(identity: "https://example.com/01/09506000134352") == nil)
  }

  @Test(arguments: ["receiving", "packing", "shipping", "picking", "inspecting", "void_shipping"])
  func aStepThatTheVocabularyHasIsItsWord(step: String) {
    let step = BusinessStep(step: step)
    #expect(step.uri == "https://ref.gs1.org/cbv/BizStep-\(step.name)")
  }

  @Test(arguments: [
    ("stock-taking", "stock_taking"), ("label-check", "urn:scand:step:label-check"),
    ("qa.2", "urn:scand:step:qa.2"), ("a b\"", "urn:scand:step:a%20b%22"),
  ]) func anyOtherStepHasAURIOfItsOwn(step: String, name: String) {
    #expect(BusinessStep(step: step).name == name)
  }
}
