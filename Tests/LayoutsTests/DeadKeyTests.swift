// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Testing
import Wedge

@testable import Layouts

@Suite struct DeadKeyTests {
  private func symbol(
    _ name: String, _ code: Int32, _ level: Layout.Level = []
  ) throws -> Layout.Symbol? {
    try Layout.compiled(named: name).keys.first { $0.code == UInt16(code) }?[level]
  }

  private func dead(_ mark: DeadKey.Mark, _ alone: Unicode.Scalar) -> Layout.Symbol {
    .dead(DeadKey(mark: mark, alone: alone))
  }

  @Test func germanDeadKeysAloneAreTheirOwnCharacters() throws {
    #expect(try symbol("de", KEY_GRAVE) == dead(.circumflex, "^"))
    #expect(try symbol("de", KEY_EQUAL) == dead(.acute, "´"))
    #expect(try symbol("de", KEY_EQUAL, .shift) == dead(.grave, "`"))
    #expect(try symbol("de", KEY_LEFTBRACE, .altGr) == dead(.diaeresis, "¨"))
    #expect(try symbol("de(nodeadkeys)", KEY_GRAVE) == .character("^"))
  }

  /// The layout has the ASCII quotes with AltGr too, but nobody types them there.
  @Test func theQuoteKeyOfTheInternationalLayoutAloneIsTheASCIIQuote() throws {
    #expect(try symbol("us(intl)", KEY_APOSTROPHE) == dead(.acute, "'"))
    #expect(try symbol("us(intl)", KEY_APOSTROPHE, .shift) == dead(.diaeresis, "\""))
    #expect(try symbol("us(intl)", KEY_APOSTROPHE, .altGr) == .character("'"))
    #expect(try symbol("us(intl)", KEY_GRAVE) == dead(.grave, "`"))
    #expect(try symbol("us(intl)", KEY_GRAVE, .shift) == dead(.tilde, "~"))
    #expect(try symbol("us(intl)", KEY_6, .shift) == dead(.circumflex, "^"))
  }

  @Test(arguments: Layout.common) func aMarkThatALabelNeedsIsASCII(name: String) throws {
    let spacing: [DeadKey.Mark: [Unicode.Scalar]] = [
      .circumflex: ["^"], .grave: ["`"], .tilde: ["~"], .acute: ["´", "'"],
      .diaeresis: ["¨", "\""], .macron: ["¯"], .breve: ["˘"], .aboveDot: ["˙"],
      .aboveRing: ["˚"], .doubleAcute: ["˝"], .caron: ["ˇ"], .cedilla: ["¸"], .ogonek: ["˛"],
    ]
    for key in try Layout.compiled(named: name).keys {
      for case .dead(let dead) in key.symbols {
        #expect(spacing[dead.mark]?.contains(dead.alone) == true, "key \(key.code): \(dead)")
      }
    }
  }

  /// Every printable character of ASCII can be typed, with the space after a dead key if need be.
  @Test(arguments: Layout.common) func noCharacterOfALabelIsOutOfReach(name: String) throws {
    var typed: Set<Unicode.Scalar> = []
    for symbol in try Layout.compiled(named: name).keys.flatMap(\.symbols) {
      switch symbol {
      case .character(let character): typed.insert(character)
      case .dead(let key): typed.insert(key.alone)
      case .none: break
      }
    }
    #expect(typed.isSuperset(of: (UInt8(0x20)...0x7E).map { Unicode.Scalar($0) }))
  }

  @Test func aDeadKeyOfAnotherScriptHasNoSymbol() throws {
    // dead_belowdot
    #expect(try symbol("de", KEY_SEMICOLON, [.altGr, .shift]) == Layout.Symbol.none)
  }
}
