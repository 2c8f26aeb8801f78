// SPDX-License-Identifier: Apache-2.0

import Configuration
import GS1
import Testing
import Wedge

@Suite("A .scanner file")
struct ScannerSettingsTests {
  @Test("sets how a scanner is read")
  func all() throws {
    let result = loadScanner(
      """
      # the first dock
      [Match]
      Vendor=0c2e
      Path=pci-0000_00_14_0-usb-0_2_1_0
      [Scanner]
      Station=dock-1
      Step=receiving
      ReadPoint=https://id.gs1.org/414/9506000134352
      Layout=us
      GroupSeparator=ctrl-]
      Terminator=tab
      Prefix="\\x02"
      Suffix=" \\t"
      CharacterTimeout=500ms
      AbandonGap=2s
      Assume=gs1
      Grab=no
      """)
    #expect(result.problems == [])
    let scanner = try #require(result.settings.scanners.first)
    #expect(scanner.file == "dock-1.scanner")
    #expect(scanner.station == "dock-1")
    #expect(scanner.step == "receiving")
    #expect(scanner.readPoint == "https://id.gs1.org/414/9506000134352")
    #expect(scanner.profile.layout == .us)
    #expect(scanner.layoutName == "us")
    #expect(scanner.profile.groupSeparator == .controlRightBracket)
    #expect(scanner.profile.terminator == .tab)
    #expect(scanner.profile.prefix == [0x02])
    #expect(scanner.profile.suffix == [0x20, 0x09])
    #expect(scanner.profile.characterTimeout == 500_000)
    #expect(scanner.profile.abandonGap == 2_000_000)
    #expect(scanner.assume == .gs1)
    #expect(!scanner.grab)
  }

  @Test("leaves everything else as it is without a file")
  func defaults() throws {
    let scanner = try #require(loadScannerSection("").settings.scanners.first)
    var expected = ScannerSettings()
    expected.file = "dock-1.scanner"
    expected.match = scanner.match
    #expect(scanner == expected)
    #expect(scanner.layoutName == nil)
    #expect(scanner.grab)
    #expect(scanner.assume == .auto)
  }

  @Test("takes a value back when the last one is empty")
  func resets() throws {
    let result = loadScannerSection(
      "Station=a\nStation=\nLayout=us\nLayout=\nAbandonGap=9s\nAbandonGap=\nGrab=no\nGrab=\n"
        + "IdleGap=1s\nIdleGap=\n")
    let scanner = try #require(result.settings.scanners.first)
    #expect(scanner.station == nil)
    #expect(scanner.layoutName == nil)
    #expect(scanner.profile == Profile())
    #expect(scanner.grab)
    #expect(result.problems == [])
  }

  @Test("is overridden by its drop-ins, and they may add to [Match]")
  func dropIns() throws {
    let result = load(files: [
      scannerFile("a", "[Match]\nVendor=0c2e\n[Scanner]\nStation=a\nStep=packing\n"),
      scannerFile("b", "[Match]\nVendor=05e0\n[Scanner]\nStation=b\n"),
    ])
    let scanner = try #require(result.settings.scanners.first)
    #expect(result.settings.scanners.count == 1)
    #expect(scanner.station == "b")
    #expect(scanner.step == "packing")
    #expect(scanner.match.matches(DeviceProperties(vendor: "0c2e")))
    #expect(scanner.match.matches(DeviceProperties(vendor: "05e0")))
  }

  @Test("has an idle gap only when no key ends a scan")
  func idleGap() throws {
    for terminator in ["none", "enter-idle"] {
      let used = loadScannerSection("Terminator=\(terminator)\nIdleGap=250ms\n")
      #expect(used.settings.scanners.first?.profile.idleGap == 250_000)
      #expect(used.problems == [])
    }
    let unused = loadScannerSection("IdleGap=250ms\n")
    #expect(
      unused.shown == [
        "/etc/scand/dock-1.scanner:4: IdleGap: has an effect only with Terminator=none or enter-idle"
      ])
    #expect(unused.settings.scanners.first?.profile == Profile())
  }

  @Test(
    "has an abandon gap at least as long as the character timeout",
    arguments: [
      (
        "CharacterTimeout=2s\nAbandonGap=1s\n",
        "5: AbandonGap: AbandonGap (1s) must not be shorter than CharacterTimeout (2s)"
      ),
      (
        "CharacterTimeout=5s\n",
        "4: CharacterTimeout: AbandonGap (3s) must not be shorter than CharacterTimeout (5s)"
      ),
    ])
  func contradictingTimes(lines: String, expected: String) {
    let result = loadScannerSection(lines)
    #expect(result.shown == ["/etc/scand/dock-1.scanner:" + expected])
    #expect(result.settings.scanners.first?.profile == Profile())
  }

  @Test("may have both times equal")
  func equalTimes() {
    let result = loadScannerSection("CharacterTimeout=2s\nAbandonGap=2s\n")
    #expect(result.problems == [])
    #expect(result.settings.scanners.first?.profile.abandonGap == 2_000_000)
  }

  @Test(
    "says what is wrong with a value and goes on without it",
    arguments: [
      (
        "Terminator=entr",
        "Terminator: \"entr\" is not one of enter, keypad-enter, tab, enter-idle, none; "
          + "did you mean enter?"
      ),
      ("Assume=gs", "Assume: \"gs\" is not one of auto, gs1, text; did you mean gs1?"),
      ("CharacterTimeout=1", nil),
      (
        "CharacterTimeout=-1s",
        "CharacterTimeout: \"-1s\" is not a time span such as 500ms, 1s or 1min 30s"
      ),
      (
        "CharacterTimeout=1ms",
        "CharacterTimeout: \"1ms\" is out of range; the range is 20ms to 1min"
      ),
      (
        "AbandonGap=99999999999999999999y",
        "AbandonGap: \"99999999999999999999y\" is not a time span that can be counted in "
          + "microseconds"
      ),
      ("Layout=gr", "Layout: there is no keyboard layout \"gr\"; did you mean us?"),
      (
        "Layout=us,de",
        "Layout: \"us,de\" is not the name of a keyboard layout such as de or ch(fr)"
      ),
      (
        "GroupSeparator=f9",
        "GroupSeparator: \"f9\" is not one of auto, ctrl-], ctrl-shift-], ctrl-]-us, alt-29, alt-029, "
          + "alt-0029, f8, down"
      ),
      (
        "GroupSeparator=\"\"",
        "GroupSeparator: \"\"\"\" is not a text with a sign that no data hold, such as \"#\""
      ),
      (
        "GroupSeparator=\"29\"",
        "GroupSeparator: \"\"29\"\" is not a text with a sign that no data hold, such as \"#\""
      ),
      (
        "GroupSeparator=\"12345678901234567#\"",
        "GroupSeparator: \"\"12345678901234567#\"\" is out of range; the range is up to 16 bytes"
      ),
      (
        "ReReadWindow=2h", "ReReadWindow: \"2h\" is out of range; the range is 0 to 1h"
      ),
      ("Grab=maybe", "Grab: \"maybe\" is not one of yes, no"),
      (
        "Step=Receiving",
        "Step: \"Receiving\" is not a name: it may not contain the capital R, "
          + "only a-z, 0-9, \".\", \"_\" and \"-\"; try receiving"
      ),
    ] as [(String, String?)])
  func badValues(line: String, expected: String?) {
    let result = loadScannerSection(line + "\nStation=dock-1   \n")
    #expect(result.shown == (expected.map { ["/etc/scand/dock-1.scanner:4: \($0)"] } ?? []))
    #expect(result.settings.scanners.first?.station == "dock-1")
  }

  @Test("has a text in place of the separator, in quotes, or a spelling by name")
  func groupSeparators() {
    for (text, expected) in [
      ("\"#\"", .text([0x23])), ("'{GS}'", .text(Array("{GS}".utf8))), ("f8", .f8), ("down", .down),
      ("alt-029", .alt(digits: .three)), ("ctrl-]-us", .controlUSRightBracket), ("auto", .auto),
    ] as [(String, GroupSeparator)] {
      let result = loadScannerSection("GroupSeparator=\(text)\n")
      #expect(result.problems == [])
      #expect(result.settings.scanners.first?.profile.groupSeparator == expected)
    }
  }

  @Test("has the layout that it names")
  func layouts() {
    let file = Array("[Scanner]\nLayout=ch(fr)\nReReadWindow=2s\n".utf8)
    let settings = loadScannerFile(file, name: "a", layouts: anyLayout(named:)).settings
    #expect(settings.profile.layout.name == "ch(fr)")
    #expect(settings.layoutName == "ch(fr)")
    #expect(settings.reReadWindow == 2_000_000)
    let broken = loadScannerFile(file, name: "a") { _ throws(LayoutError) in
      throw .unusable("xkb-data is not installed")
    }
    #expect(broken.settings.layoutName == nil)
    #expect(
      broken.problems.map(\.description) == [
        "a:2: Layout: the keyboard layout \"ch(fr)\" cannot be used: xkb-data is not installed"
      ])
  }

  @Test("can be read by itself, without [Match], for a recording")
  func alone() {
    let text = "[Scanner]\nLayout=us\nTerminater=tab\n"
    let result = loadScannerFile(Array(text.utf8), name: "bench.scanner")
    #expect(result.settings.layoutName == "us")
    #expect(result.settings.file == "bench.scanner")
    #expect(
      result.problems.map(\.description) == [
        "bench.scanner:3: Terminater: unknown key in [Scanner]; did you mean Terminator?"
      ])
  }
}
