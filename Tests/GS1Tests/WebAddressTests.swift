// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Web addresses")
struct WebAddressTests {
  private static let plain = [
    "https://example.com", "http://example.com/", "HTTPS://EXAMPLE.COM/MENU.PDF", "hTTp://x",
    "https://example.com/en/about?id=649#top", "https://example.com?id=32",
    "https://tracking.example/t?no=85096856070519", "https://", "http:///", "http://?", "http://#",
    "https://me@example.com:8443/a_b", "https://example.com/a b", "https://example.com/stra\u{DF}e",
    "https://example.com/10/LOT1", "https://example.com/21/9506000134352",
    "https://example.com/AQnYUc1gmiTfK6fpN1a4", "https://example.com/gtin/09506000134352",
  ]

  @Test(arguments: plain)
  func withoutAKeyAreTextWithANote(address: String) {
    for identifier in ["", "]Q1", "]d1", "]L2", "]z0"] {
      let text = Summary(identifier + address)
      #expect(text.kind == "text")
      #expect(text.elements.isEmpty)
      let place = "\(identifier.utf8.count)+\(address.utf8.count)"
      #expect(text.notes == "not-a-digital-link()@" + place)
    }
  }

  @Test(arguments: [
    "https://example.com/01/news", "https://example.com/01/", "https://example.com/blog/01",
    "https://example.com/2024/01/05/article", "https://example.com/00/1", "http://x/00/00/12",
    "https://example.com/blog/01/my-post", "https://example.com/archive/01/2024",
    "https://example.com/c/414/shoes", "https://example.com/253/999", "https://x/8004/www",
    "https://example.com/?p=253&01=x&00=1&401", "https://example.com/#/01/09506000134353",
    "https://example.com/next?to=/01/09506000134353", "https://example.com/01x/09506000134353",
    "https://example.com/001/09506000134353", "https://example.com/02/09506000134353",
  ])
  func mayHoldNumbersThatAreNoKey(address: String) {
    #expect(Summary(address).kind == "text")
    #expect(Summary(address).notes.hasPrefix("not-a-digital-link()"))
  }

  @Test(arguments: [
    ("https://example.com/01/09506000134353", "check-digit(01)@23+14"),
    ("https://example.com/01/9506000134352", "value-length(01)@23+13"),
    ("https://example.com/01/095060001343521", "value-length(01)@23+15"),
    ("https://example.com/01/09506", "value-length(01)@23+5"),
    ("https://example.com/01/0950600O134352", "charset(01)@23+14"),
    ("https://example.com/01/0950600013435O", "charset(01)@23+14"),
    ("https://example.com/01/%309506000134353", "check-digit(01)@23+16"),
    ("https://example.com/01/09506000134352/product", "uri-no-key()@19+26"),
    ("https://example.com/x/01//09506000134352", "uri-no-key()@19+21"),
    ("https://example.com/01/09506000134352 ", "uri-charset()@37+1"),
    ("https://my_host/01/09506000134352", "uri-domain()@10+1"),
    ("https:///01/09506000134352", "uri-domain()@8+0"),
    ("https://example.com/00/395060001343000016", "check-digit(00)@23+18"),
    ("https://example.com/8004/9506%23", "charset(8004)@25+7"),
    ("https://example.com/8004/9506/7040/1", "value-length(7040)@35+1"),
  ])
  func withADamagedKeyAreRejected(address: String, reasons: String) {
    let link = Summary(address)
    #expect(link.kind == "digital-link invalid")
    #expect(link.reasons == reasons)
  }

  /// The primary keys of GS1 Digital Link, each with a value that is wrong.
  @Test(arguments: [
    "00/395060001343000016", "01/09506000134353", "253/9506000134353", "255/9506000134353",
    "401/9506%23", "402/95060001343520047", "414/9506000134353", "415/9506000134353",
    "417/9506000134353", "8003/09506000134353", "8004/9506%23", "8006/095060001343530102",
    "8010/9506a", "8013/9506M42bM7", "8017/950600013435200429", "8018/950600013435200429",
  ])
  func withADamagedKeyOfAnyKindAreRejected(path: String) {
    for scheme in ["https", "http", "HTTP", "Https"] {
      #expect(Summary("\(scheme)://example.com/a/\(path)").kind == "digital-link invalid")
      #expect(Summary("]Q1\(scheme)://example.com/\(path)?x=1#y").kind == "digital-link invalid")
    }
  }

  @Test func withAKeyInTheQueryAreRejected() {
    #expect(Summary("https://example.com/?01=09506000134352").reasons == "uri-no-key()@19+1")
    #expect(Summary("https://x.org/a?b&c=d&00=395060001343000015").kind == "digital-link invalid")
    #expect(Summary("https://example.com?01=09506000134352").kind == "digital-link invalid")
  }

  @Test func haveAMonthAfterAYear() {
    #expect(Summary("https://example.com/2024/01/20240105-title").kind == "text")
    #expect(Summary("https://example.com/1999/01/12345.html").kind == "text")
    #expect(Summary("https://example.com/1234/01/12345.html").kind == "digital-link invalid")
    #expect(Summary("https://example.com/2024/00/12345.html").kind == "digital-link invalid")
    #expect(Summary("https://example.com/2024/01/095060001343").kind == "digital-link invalid")
    #expect(Summary("https://example.com/2024/01/09506000134352").kind == "digital-link")
  }

  @Test(arguments: [
    "https://id.gs1.org/", "https://id.gs1.org", "http://ID.GS1.ORG/10/LOT1",
    "https://id.gs1.org:443/gtin/09506000134352", "https://id.gs1.org/AQnYUc1gmiTfK6fpN1a4",
    "https://id.gs1.org/0l/09506000134352", "https://id.gs1.org?x",
  ])
  func onTheHostOfGS1AreDigitalLinks(address: String) {
    #expect(Summary(address).kind == "digital-link invalid")
    let other = address.replacing("id.gs1.org", with: "xid.gs1.org")
    #expect(Summary(other.replacing("ID.GS1.ORG", with: "ID.GS1.ORG.COM")).kind == "text")
  }

  @Test func areDigitalLinksIfTheDataAreAssumedToBeGS1() {
    let assumed = options { $0.assume = .gs1 }
    #expect(Summary("https://example.com/", assumed).reasons == "uri-no-key()@19+1")
    #expect(Summary("https://example.com", assumed).reasons == "uri-domain()@8+11")
    #expect(Summary("]Q1https://example.com/", assumed).kind == "text")
  }

  @Test func areOrdinaryTextIfTheDataAreAssumedToBeText() {
    let assumed = options { $0.assume = .text }
    #expect(Summary("https://example.com/", assumed).notes.isEmpty)
    #expect(Summary("https://example.com/01/09506000134353", assumed).kind == "text")
    #expect(Summary("]Q1https://example.com/01/09506000134353", assumed).reading.isValid == false)
  }

  @Test func areDigitalLinksThatLackAKeyIfStrict() {
    let strict = options { $0.strict = true }
    for address in ["https://example.com/", "]Q1https://example.com/a?01=x", "http://x/01/news"] {
      #expect(Summary(address, strict).kind == "digital-link invalid")
    }
  }

  @Test func mayBeOfAnyLengthWithoutAKey() {
    let long = "https://example.com/" + String(repeating: "x", count: 10_000)
    #expect(Summary(long).kind == "text")
    #expect(Summary(long).notes == "not-a-digital-link()@0+10020")
    #expect(Summary("]Q1" + long).notes == "not-a-digital-link()@3+10020")
    #expect(Summary(long, options { $0.assume = .text }).notes.isEmpty)
    let damaged = "https://example.com/01/09506000134352/" + String(repeating: "x", count: 10_000)
    #expect(Summary(damaged).reasons == "message-too-long()@0+10038")
  }

  @Test func loseALineEndInTheNote() {
    #expect(Summary("http://x.org/\r\n").notes == "not-a-digital-link()@0+13")
    let address = Summary("http://x.org/")
    let sentence = address.reading.notes.first?.text(of: address.data.span)
    #expect(sentence?.contains("no GS1 key") == true)
  }
}
