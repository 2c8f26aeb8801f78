// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

@testable import Layouts

@Suite struct LayoutNamesTests {
  @Test func layoutsAndTheirVariantsAreRead() {
    let list = """
      ! model
        pc105           Generic 105-key PC

      ! layout
        ch              German (Switzerland)

      ! variant
        fr              ch: French (Switzerland)

      ! option
        grp:alts_toggle Both Alts together
      """
    #expect(
      LayoutNames(Array(list.utf8)).entries == [
        .init(name: "ch", description: "German (Switzerland)"),
        .init(name: "ch(fr)", description: "French (Switzerland)"),
      ])
  }

  @Test(arguments: [
    "", "!", "! layout", "! layout\n  de", "! layout\n  ../x  Hostile", "! variant\n  fr  no colon",
    "! variant\n  a  b(c): d", "! variant\n  :", "\u{FF}\u{0}", "! layout\n  ",
  ]) func linesThatNoListHasAreLeftOut(list: String) {
    #expect(LayoutNames(Array(list.utf8)).entries == [])
    #expect(LayoutNames(Array(list.utf8)).nearest(to: "de") == nil)
  }

  @Test func theInstalledListHasTheCommonLayouts() {
    let names = LayoutNames.installed
    for name in Layout.common { #expect(names.contains(name), "\(name)") }
    #expect(names.entries.count > 400)
  }

  /// Nothing is suggested that would be refused, but for the name of a file that an administrator may
  /// write and a keyboard of six keys for Braille.
  @Test func everyListedNameCompiles() throws {
    for entry in LayoutNames.installed.entries
    where entry.name != "custom" && !entry.name.hasPrefix("brai") {
      #expect(throws: Never.self, "\(entry.name)") { try Layout.compiled(named: entry.name) }
    }
  }
}
