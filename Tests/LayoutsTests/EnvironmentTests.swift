// SPDX-License-Identifier: Apache-2.0

// Each test is a process of its own, which sets its environment.

import CInputEventCodes
import CXkbcommon
import Foundation
import Testing
import Wedge

@testable import Layouts

@Suite struct EnvironmentTests {
  @Test func neitherTheEnvironmentNorTheHomeChangesALayout() async {
    await #expect(processExitsWith: .success) {
      let home = NSTemporaryDirectory() + "LayoutsTests-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: home) }
      let before = try Layout.compiled(named: "de")
      let names = LayoutNames.installed.entries
      for place in ["/.config/xkb", "/.xkb", "/extra"] { try plantHostileFiles(in: home + place) }

      for (name, value) in [
        ("XKB_DEFAULT_LAYOUT", "fr"), ("XKB_DEFAULT_VARIANT", "nodeadkeys"),
        ("XKB_DEFAULT_RULES", "base"), ("XKB_DEFAULT_OPTIONS", "ctrl:swapcaps"),
        ("XKB_CONFIG_EXTRA_PATH", home + "/extra"), ("HOME", home),
        ("XDG_CONFIG_HOME", home + "/.config"),
      ] {
        setenv(name, value, 1)
      }
      // The files do have an effect where they are looked for, and so does the layout.
      let hostile = TypingMachine("de", flags: XKB_CONTEXT_NO_FLAGS)
      #expect(hostile?.symbol(of: UInt16(KEY_Q)) == .character(0x78))
      let french = TypingMachine("", flags: XKB_CONTEXT_NO_FLAGS)
      #expect(french?.symbol(of: UInt16(KEY_A)) == .character(0x71))

      #expect(try Layout.compiled(named: "de") == before)
      setenv("XKB_DEFAULT_MODEL", "macbook78", 1)
      setenv("XKB_CONFIG_ROOT", "/nonexistent", 1)
      #expect(try Layout.compiled(named: "de") == before)
      #expect(LayoutNames.installed.entries == names)
    }
  }

  @Test func libxkbcommonPrintsNothing() async throws {
    let result = await #expect(
      processExitsWith: .success,
      observing: [\.standardErrorContent, \.standardOutputContent]
    ) {
      setenv("XKB_LOG_LEVEL", "debug", 1)
      setenv("XKB_LOG_VERBOSITY", "10", 1)
      let absent = XKBFiles(directories: ["/nonexistent"])
      for name in ["de", "ch(fr)", "xx", "us(xx)", "us,ru", "../x", "custom", "level3"] {
        _ = try? Layout.compiled(named: name)
        _ = try? Layout.compiled(named: name, from: absent)
      }
    }
    let outcome = try #require(result)
    #expect(String(decoding: outcome.standardErrorContent, as: UTF8.self) == "")
    // The testing library itself prints here.
    let printed = String(decoding: outcome.standardOutputContent, as: UTF8.self)
    #expect(!printed.contains("xkb"))
  }
}

/// Makes a directory of XKB whose layout `de` has an x on the key Q, and a list with other names.
private func plantHostileFiles(in directory: String) throws {
  for folder in ["/symbols", "/rules"] {
    try FileManager.default.createDirectory(
      atPath: directory + folder, withIntermediateDirectories: true)
  }
  let symbols = "default xkb_symbols \"basic\" { include \"us\" key <AD01> { [ x, X ] }; };"
  try symbols.write(toFile: directory + "/symbols/de", atomically: true, encoding: .utf8)
  try "! layout\n  hostile  A hostile layout\n".write(
    toFile: directory + "/rules/evdev.lst", atomically: true, encoding: .utf8)
}
