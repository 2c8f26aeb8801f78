// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemCalls
import Testing
import Wedge

@testable import Layouts

@Suite struct LayoutErrorTests {
  private func error(_ name: String, from files: XKBFiles = .system) -> LayoutError? {
    do throws(LayoutError) {
      _ = try Layout.compiled(named: name, from: files)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("DE", "de"), ("CH(FR)", "ch(fr)"), ("uk", "gb"), ("de-ch", "ch"), ("de_CH", "ch"),
    ("fr-ch", "ch(fr)"), ("en_GB.UTF-8", "gb"), ("de-latin1-nodeadkeys", "de"), ("br-abnt2", "br"),
    ("us-intl", "us(intl)"), ("us(int)", "us(intl)"), ("us(intl", "us(intl)"), ("us(", "us"),
    ("ch(it)", "ch"), ("german", "de"), ("Germany", "de"), ("German (Switzerland)", "ch"),
    ("English (UK)", "gb"), ("gre", "gr"), ("bepo", "fr(bepo)"), ("azerty", "fr(azerty)"),
    ("ger", "de"), ("swedihs", "se"), ("us,ru", "us"),
  ]) func anUnknownNameIsAnsweredWithTheNearest(name: String, nearest: String) throws {
    #expect(error(name) == .unknown(nearest: nearest))
    _ = try Layout.compiled(named: nearest)
  }

  @Test(arguments: ["xx", "zzzzzzzz", "", "()", ",", "🦆"])
  func aNameThatIsLikeNoOtherHasNoNearest(name: String) {
    #expect(error(name) == .unknown(nearest: nil))
  }

  /// Names that could lead libxkbcommon to other files or have a meaning in its language.
  @Test(arguments: [
    "../../../etc/passwd", "/etc/passwd", "%H/.xkb", "%S", "us+inet(evdev)", "us:2", "us\n", "us ",
    "us\0", "us(\"a\")", "us(a)(b)", "us((a))", "us)(", "(intl)", "us()", "us(intl", "us(intl)x",
    "ü", "\u{212A}r", "us|de", "us(intl,)", "us,us", "*", "!", "\u{1B}[2J",
    String(repeating: "a", count: 65), String(repeating: "u(", count: 1 << 16),
  ]) func aHostileNameReachesNoFile(name: String) {
    #expect(LayoutName(name) == nil)
    guard case .unknown(let nearest) = error(name) else {
      Issue.record("\(name.debugDescription) is refused for another reason")
      return
    }
    #expect(nearest.map { LayoutName($0) != nil } ?? true)
  }

  @Test func theLongestNameIsTried() {
    let name = "us(" + String(repeating: "a", count: 60) + ")"
    #expect(LayoutName(name)?.variant.count == 60)
    #expect(error(name) == .unknown(nearest: "us"))
  }

  /// Files below symbols/ that hold parts of layouts, and a keyboard of six keys for Braille.
  @Test(arguments: ["pc", "level3", "keypad", "eurosign", "brai"])
  func aFileThatIsNoWholeLayoutIsRefused(name: String) {
    #expect(error(name) == .unusable("it gives the letter keys no characters"))
  }

  @Test func withoutTheFilesOfXKBTheReasonNamesThePackage() {
    let files = XKBFiles(directories: ["/nonexistent/a", "/nonexistent/b"])
    let reason =
      "XKB's files cannot be read (open /nonexistent/b/rules/evdev: No such file or directory); "
      + "the package xkb-data has them"
    #expect(error("de", from: files) == .unusable(reason))
    #expect(error("../x", from: files) == .unusable(reason))
    #expect(files.names.entries.isEmpty)
  }

  @Test func filesThatMayNotBeReadAreUnusable() throws {
    let installed = XKBFiles.system.directories[1]
    try withDirectory { directory in
      try FileManager.default.copyItem(atPath: installed, toPath: directory + "/xkb")
      let files = XKBFiles(directories: [directory + "/xkb"])
      let rules = directory + "/xkb/rules/evdev"
      #expect(try Layout.compiled(named: "de", from: files) == Layout.compiled(named: "de"))
      try FileManager.default.removeItem(atPath: directory + "/xkb/symbols/de")
      #expect(error("de", from: files) == .unusable("XKB's files for it do not compile"))
      FailingCalls.with(.init("open", .permissionDenied, below: rules)) {
        guard case .unusable(let reason) = error("de", from: files) else {
          Issue.record("the reason is another")
          return
        }
        #expect(reason.contains("\(rules): Permission denied"))
      }
    }
  }

  @Test func anAdministratorsFileHidesTheSystems() throws {
    try withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory + "/symbols", withIntermediateDirectories: true)
      let symbols = "xkb_symbols \"basic\" { include \"us\" key <AD01> { [ 9 ] }; };"
      for name in ["de", "ours"] {
        try symbols.write(toFile: directory + "/symbols/\(name)", atomically: true, encoding: .utf8)
      }
      let files = XKBFiles(directories: [directory] + XKBFiles.system.directories)
      // Also one that no list has.
      for name in ["de", "ours"] {
        let layout = try Layout.compiled(named: name, from: files)
        #expect(layout.keys.first { $0.code == 16 }?[[]] == .character("9"))
      }
    }
  }

  /// A variant with several groups would depend on keys that scanners do not press.
  @Test func aFileWithTwoGroupsIsRefused() throws {
    try withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory + "/symbols", withIntermediateDirectories: true)
      let symbols = "xkb_symbols \"basic\" { key <AD01> { [ a, A ], [ b, B ] }; };"
      try symbols.write(toFile: directory + "/symbols/two", atomically: true, encoding: .utf8)
      let files = XKBFiles(directories: [directory] + XKBFiles.system.directories)
      #expect(error("two", from: files) == .unusable("it switches between several layouts"))
    }
  }
}

/// Runs `body` with a directory that is removed afterwards.
private func withDirectory(_ body: (String) throws -> Void) throws {
  let directory = NSTemporaryDirectory() + "LayoutsTests-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: directory) }
  try body(directory)
}
