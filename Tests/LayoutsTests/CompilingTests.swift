// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Testing
import Wedge

@testable import Layouts

@Suite struct CompilingTests {
  /// Every key that can be pressed, at every level, as if it were typed.
  @Test(arguments: Layout.common + ["us(intl)", "ru", "gr", "br", "de(nodeadkeys)"])
  func aLayoutHasTheSymbolsThatTypingGives(name: String) throws {
    let layout = try Layout.compiled(named: name)
    let machine = try #require(TypingMachine(named: name))
    #expect(layout.name == name)
    let keys = Dictionary(uniqueKeysWithValues: layout.keys.map { ($0.code, $0) })
    for code in UInt16(1)...255 {
      for level in Layout.Level.all {
        let effective = keypad.contains(Int32(code)) ? [] : level
        let typed = machine.symbol(of: code, at: effective)
        let symbol = keys[code].map { TypedSymbol($0[level]) } ?? .none
        #expect(symbol == typed, "\(name), key \(code), level \(level.rawValue)")
      }
    }
  }

  @Test func aKeyWithoutSymbolsIsLeftOut() throws {
    for key in try Layout.compiled(named: "de").keys {
      #expect(key.symbols.contains { $0 != .none }, "key \(key.code)")
    }
    let codes = Set(try Layout.compiled(named: "de").keys.map { Int32($0.code) })
    for silent in [KEY_ENTER, KEY_KPENTER, KEY_TAB, KEY_ESC, KEY_BACKSPACE, KEY_DELETE, KEY_LEFT] {
      #expect(!codes.contains(silent), "key \(silent)")
    }
    #expect(codes.isDisjoint(with: Set(KEY_F1...KEY_F10)))
  }

  @Test func usIsTheLayoutThatIsBuiltIn() throws {
    func main(_ layout: Layout) -> [Layout.Key] {
      layout.keys.filter { !keypad.contains(Int32($0.code)) }.sorted { $0.code < $1.code }
    }
    let compiled = try Layout.compiled(named: "us")
    #expect(main(compiled).count == 49)
    #expect(main(compiled) == main(.us))
    #expect(compiled.hasAltGr == Layout.us.hasAltGr)
  }

  /// Only in the US and in Japan the two Alt keys are alike.
  @Test(arguments: Layout.common) func europeanLayoutsHaveAltGr(name: String) throws {
    let layout = try Layout.compiled(named: name)
    #expect(layout.hasAltGr == !["us", "jp"].contains(name))
    for key in layout.keys where !layout.hasAltGr {
      #expect(key.symbols[..<4] == key.symbols[4...], "key \(key.code)")
    }
  }

  @Test func theKeypadTypesTheSameAtEveryLevel() throws {
    for (name, comma) in [("us", "."), ("de", ","), ("fr", ".")] as [(String, Unicode.Scalar)] {
      let layout = try Layout.compiled(named: name)
      func symbols(_ code: Int32) -> [Layout.Symbol]? {
        layout.keys.first { $0.code == UInt16(code) }?.symbols
      }
      #expect(symbols(KEY_KP7) == Array(repeating: .character("7"), count: 8))
      #expect(symbols(KEY_KPSLASH) == Array(repeating: .character("/"), count: 8))
      #expect(symbols(KEY_KPDOT) == Array(repeating: .character(comma), count: 8))
    }
  }

  /// Characters that labels have and that sit elsewhere than in the US, as printed on keyboards.
  @Test(arguments: [
    ("de", KEY_Y, Layout.Level(), "z"), ("de", KEY_Q, .altGr, "@"), ("de", KEY_7, .shift, "/"),
    ("gb", KEY_APOSTROPHE, .shift, "@"), ("gb", KEY_BACKSLASH, .shift, "~"),
    ("fr", KEY_Q, Layout.Level(), "a"), ("fr", KEY_1, .shift, "1"), ("fr", KEY_0, .altGr, "@"),
    ("fr", KEY_1, .capsLock, "&"), ("ch(fr)", KEY_LEFTBRACE, Layout.Level(), "è"),
    ("ch", KEY_LEFTBRACE, Layout.Level(), "ü"), ("ch", KEY_LEFTBRACE, .capsLock, "Ü"),
    ("tr", KEY_I, Layout.Level(), "ı"), ("jp", KEY_2, .shift, "\""), ("cz", KEY_1, .shift, "1"),
  ]) func charactersAreWhereKeyboardsHaveThem(
    name: String, code: Int32, level: Layout.Level, character: Unicode.Scalar
  ) throws {
    let key = try Layout.compiled(named: name).keys.first { $0.code == UInt16(code) }
    #expect(key?[level] == .character(character))
  }
}
