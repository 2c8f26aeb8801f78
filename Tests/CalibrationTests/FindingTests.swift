// SPDX-License-Identifier: Apache-2.0

import Calibration
import Configuration
import Layouts
import Recordings
import Testing
import Wedge

/// The findings beside layout, separator and terminator.
@Suite struct FindingTests {
  private let layouts = LayoutLibrary()

  /// The profile of the file, as scand reads it.
  private func profile(in file: String) throws -> Profile {
    let result = loadScannerFile(
      Array(file.utf8), name: "found.scanner", layouts: layouts.layout(named:))
    #expect(result.problems.isEmpty, "\(result.problems)")
    return result.settings.profile
  }

  private func expectOtherLabels(
    _ scanner: TestScanner, _ found: Calibration, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try profile(in: found.file()) == found.profile, sourceLocation: sourceLocation)
    let captures = replay(scanner.recording(of: otherLabels), profile: found.profile)
    #expect(
      captures.map(\.data) == otherLabels.map { Array((scanner.identifier ?? "").utf8) + $0 },
      sourceLocation: sourceLocation)
  }

  @Test(arguments: Layout.common) func aPrefixAndASuffixAreFound(name: String) throws {
    let scanner = TestScanner(
      layout: layout(name), terminator: .tab, prefix: "A\"= ", suffix: "%9")
    let found = try inferred(scanner, "second", "first")
    #expect(found.profile.prefix == Array("A\"= ".utf8))
    #expect(found.profile.suffix == Array("%9".utf8))
    try expectOtherLabels(scanner, found)
  }

  @Test(arguments: ["us", "de", "fr", "tr"]) func capitalsWithCapsLockAreFound(name: String) throws
  {
    let scanner = TestScanner(layout: layout(name), usesCapsLock: true)
    let found = try inferred(scanner, "all")
    #expect(found.capsLockPresses > 0)
    #expect(found.profile.layout.name == name)
  }

  @Test(arguments: SeparatorKeys.allCases.filter { $0 != .none && $0 != .f8 && $0 != .down })
  func altAndNumbersFitAllLayouts(separator: SeparatorKeys) throws {
    let scanner = TestScanner(layout: layout("de"), separator: separator, usesAltOnly: true)
    let found = try inferred(scanner, "all")
    if [.alt29, .alt029, .alt0029, .number, .braces].contains(separator) {
      #expect(found.usesAltOnly)
      #expect(found.profile.layout.name == "us")
      #expect(found.alike.map(\.name) == Array(Layout.common.dropFirst()))
    }
    try expectOtherLabels(scanner, found)
  }

  @Test func digitsOnTheKeypadAreFound() throws {
    let scanner = TestScanner(layout: layout("fr"), usesKeypad: true)
    let found = try inferred(scanner, "all")
    #expect(found.usesKeypad)
    try expectOtherLabels(scanner, found)
  }

  @Test func aMissingSeparatorIsAFault() throws {
    let found = try inferred(TestScanner(layout: layout("de"), separator: .none), "all")
    #expect(found.separator == .missing)
    #expect(found.hasFault)
    #expect(found.file().contains("FAULT: the group separator does not come"))
    #expect(found.settings == ["Layout=de"])
  }

  @Test func aMissingIdentifierIsAFault() throws {
    let scanner = TestScanner(layout: layout("de"), identifier: nil)
    let found = try inferred(scanner, "all")
    #expect(found.identifiers.isEmpty)
    #expect(found.hasFault)
    try expectOtherLabels(scanner, found)
  }

  @Test func anIdentifierThatIsNotGS1sIsAFault() throws {
    let found = try inferred(TestScanner(identifier: "]d1"), "all")
    #expect(found.hasFault)
    #expect(found.file().contains("]d1 does not say that the label is GS1"))
  }

  @Test(arguments: [
    (SeparatorKeys.control, "ctrl-]"), (.controlShift, "ctrl-shift-]"), (.alt29, "alt-29"),
    (.alt029, "alt-029"), (.alt0029, "alt-0029"), (.f8, "f8"), (.down, "down"),
  ])
  func theSpellingOfTheSeparatorIsNamed(separator: SeparatorKeys, name: String) throws {
    let found = try inferred(TestScanner(separator: separator), "all")
    #expect(found.separator == .groupSeparator(spelling: name))
    #expect(found.profile.groupSeparator == .auto)
  }

  @Test func thePositionOfTheBracketIsASettingWhereTheLayoutHasAnotherThere() throws {
    let found = try inferred(TestScanner(layout: layout("jp"), separator: .controlUS), "all")
    #expect(found.settings == ["Layout=jp", "GroupSeparator=ctrl-]-us"])
  }

  @Test func aTextForTheSeparatorIsASetting() throws {
    let found = try inferred(TestScanner(layout: layout("de"), separator: .braces), "all")
    #expect(found.settings == ["Layout=de", "GroupSeparator=\"{GS}\""])
    #expect(found.alike.isEmpty)
  }

  @Test(arguments: [Terminator.enter, .none]) func aSlowScannerGetsTime(terminator: Terminator)
    throws
  {
    let scanner = TestScanner(
      layout: layout("it"), terminator: terminator, pace: 280_000, rest: 5_000_000)
    let found = try inferred(scanner, "all")
    #expect(found.longestGap == 280_000)
    #expect(found.profile.characterTimeout == 1_200_000)
    #expect(found.profile.idleGap == (terminator == .none ? 1_200_000 : 100_000))
    try expectOtherLabels(scanner, found)
  }

  @Test func theTimeOfACharacterIsTold() throws {
    let found = try inferred(TestScanner(pace: 2_000), "first")
    #expect((4_000...8_000).contains(found.timePerCharacter))
    #expect(found.findings.contains { $0.hasPrefix("Scan the second label too") })
  }

  @Test func layoutsThatCannotBeToldApartAreNamedWithWhatFollows() throws {
    let found = try inferred(TestScanner(layout: layout("fi")), "all")
    #expect(found.profile.layout.name == "se")
    #expect(found.alike.map(\.name) == ["dk", "no", "fi"])
    #expect(
      found.findings[0].hasPrefix("The layout is se, dk, no or fi, which cannot be told apart"))
    #expect(
      found.findings[1]
        == "If it is dk, these characters of other labels are read wrongly: \\ | .")
    #expect(found.findings[3] == "If it is fi, se reads every ASCII character all the same.")
  }
}
