// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing
import Tracking

@Suite("How a station judges")
struct StationRulesTests {
  @Test("is left to scand.conf and to the items unless it is said")
  func defaults() throws {
    let scanner = try #require(loadScannerSection("").settings.scanners.first)
    #expect(scanner.defaultPolicy == .any)
    #expect(scanner.checks == Checks())
  }

  @Test("is said with a policy and the keys of scand.conf, and reaches the scans")
  func all() throws {
    let result = loadScannerSection(
      "DefaultPolicy=both\nSerialRepeated=reject\nLotConflict=note\nExpiryConflict=off\n"
        + "Expired=reject\nRecalled=note\n")
    #expect(result.problems == [])
    let origin = try #require(result.settings.scanners.first).origin(scanner: "s")
    #expect(origin.defaultPolicy == .both)
    var expected = Checks()
    expected.serialRepeated = .reject
    expected.lotConflict = .note
    expected.expiryConflict = .off
    expected.expired = .reject
    expected.recalled = .note
    #expect(origin.checks == expected)
  }

  @Test("has every policy", arguments: Policy.allCases)
  func policies(policy: Policy) {
    let result = loadScannerSection("DefaultPolicy=\(policy.rawValue)\n")
    #expect(result.settings.scanners.first?.defaultPolicy == policy)
  }

  @Test("is taken back by an empty value")
  func resets() throws {
    let result = loadScannerSection("DefaultPolicy=lot\nDefaultPolicy=\nExpired=off\nExpired=\n")
    let scanner = try #require(result.settings.scanners.first)
    #expect(scanner.defaultPolicy == .any)
    #expect(scanner.checks.expired == nil)
    #expect(result.problems == [])
  }

  @Test(
    "is explained where it is wrong",
    arguments: [
      (
        "DefaultPolicy=lots",
        "DefaultPolicy: \"lots\" is not one of serial, lot, both, any; did you mean lot?"
      ),
      ("LotConflict=yes", "LotConflict: \"yes\" is not one of reject, note, off"),
      (
        "ItemsUnavailable=reject",
        "ItemsUnavailable: belongs in [Scand] of scand.conf, not in [Scanner]"
      ),
      (
        "LotConflicts=reject", "LotConflicts: unknown key in [Scanner]; did you mean LotConflict?"
      ),
    ])
  func badValues(line: String, expected: String) {
    #expect(loadScannerSection(line + "\n").shown.first == "\(scannerPath):4: \(expected)")
  }
}
