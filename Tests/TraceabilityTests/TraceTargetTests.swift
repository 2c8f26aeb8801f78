// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Traceability

@Suite struct TraceTargetTests {
  @Test(arguments: [
    ("96385074", "00000096385074"), ("614141007349", "00614141007349"),
    ("9506000134352", "09506000134352"), ("09506000134352", "09506000134352"),
  ])
  func aGTINIsTakenInEveryLength(given: String, digits: String) throws {
    let target = try TraceTarget(checking: given, lot: nil, serial: nil, sscc: nil)
    #expect(target == TraceTarget(gtin: digits))
  }

  @Test(arguments: [
    ("9506000134351", "GTIN 9506000134351 has check digit 1 where 2 would be right."),
    ("950600013435", "GTIN 950600013435 has check digit 5 where 9 would be right."),
    ("123", "\"123\" is no GTIN: it has 8, 12, 13 or 14 digits."),
    ("950600013435x", "\"950600013435x\" is no GTIN: it has 8, 12, 13 or 14 digits."),
    ("\u{1B}[2J", "\"{ESC}[2J\" is no GTIN: it has 8, 12, 13 or 14 digits."),
  ])
  func aWrongGTINIsAnErrorThatSaysWhy(given: String, sentence: String) {
    #expect(error(gtin: given)?.description == sentence)
  }

  @Test func anSSCCHasEighteenDigitsAndACheckDigit() throws {
    let good = try TraceTarget(checking: nil, lot: nil, serial: nil, sscc: "395060001343000015")
    #expect(good.kind == .sscc)
    #expect(
      error(sscc: "395060001343000016")?.description
        == "SSCC 395060001343000016 has check digit 6 where 5 would be right.")
    #expect(error(sscc: "39506")?.description == "\"39506\" is no SSCC: it has 18 digits.")
    #expect(error() == .nothing)
  }

  @Test func theMostExactKeySaysWhatItIsAbout() {
    #expect(TraceTarget(gtin: cream, lot: "A", serial: "B").kind == .serial)
    #expect(TraceTarget(gtin: cream, lot: "A").kind == .lot)
    #expect(TraceTarget(gtin: cream).kind == .gtin)
    #expect(TraceTarget(gtin: cream, lot: "A").words == "lot A of GTIN \(cream)")
  }

  @Test func aCommandLineIsOneThatAShellReadsBack() {
    #expect(TraceTarget(serial: "A'B %").command == "scanctl trace --serial 'A'\\''B %'")
    #expect(TraceTarget(lot: "-x_1").command == "scanctl trace --lot=-x_1")
  }

  @Test func whoFindsNothingMayHaveMeantAnotherKey() {
    let hints = TraceHint.alternatives(to: TraceTarget(gtin: dryer, serial: "hd-1"))
    #expect(
      hints.map(\.target) == [
        TraceTarget(serial: "hd-1"), TraceTarget(lot: "hd-1"),
        TraceTarget(gtin: dryer, serial: "HD-1"),
      ])
    let found = [
      scan(1, "08:00:00", serial: "hd-1"), scan(2, "08:00:00", gtin: "1", serial: "hd-1"),
    ]
    #expect(
      hints[0].sentence(found) == "It is known under another GTIN: "
        + "scanctl trace --serial hd-1 --gtin \(cream), and under 1 more")
    #expect(
      hints[1].sentence(found) == "There is a lot of that name: scanctl trace --lot hd-1")
    #expect(TraceHint.alternatives(to: TraceTarget(gtin: cream)) == [])
  }

  private func error(gtin: String? = nil, sscc: String? = nil) -> TraceTargetError? {
    do throws(TraceTargetError) {
      _ = try TraceTarget(checking: gtin, lot: nil, serial: nil, sscc: sscc)
      return nil
    } catch {
      return error
    }
  }
}
