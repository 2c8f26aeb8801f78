// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Foundation
import KeyNames
import Testing

@Suite struct KeyNameTests {
  @Test(arguments: [
    (KEY_A, "a"), (KEY_ENTER, "enter"), (KEY_LEFTSHIFT, "leftshift"), (KEY_KP7, "kp7"),
    (BTN_TRIGGER_HAPPY40, "btn_trigger_happy40"), (KEY_RESERVED, "reserved"), (0x2E8, "code 744"),
  ])
  func aKeyHasTheNameOfTheKernelsHeader(code: Int32, name: String) {
    #expect(keyName(UInt16(code)) == name)
  }

  @Test func everyCodeHasSomeName() {
    for code in UInt16.min...UInt16.max { #expect(!keyName(code).isEmpty) }
  }

  @Test func aKeyIsFoundByItsName() {
    for code in UInt16(0)..<UInt16(KEY_CNT) where !keyName(code).hasPrefix("code ") {
      #expect(keyCode(named: keyName(code)) == code, "\(keyName(code))")
      #expect(
        keyCode(named: "KEY_" + keyName(code).uppercased()) == code || code >= UInt16(BTN_MISC))
    }
  }

  @Test(arguments: [
    "", "nokey", "key_", "KEY_", "a\0", "a ", "ä", "rel_x", "led_capsl", "code 744", "0x1e",
    String(repeating: "a", count: 100_000),
  ])
  func nothingElseIsAKey(name: String) {
    #expect(keyCode(named: name) == nil)
  }

  @Test func namesOfTheKernelsHeaderAreFound() throws {
    let header = try String(
      contentsOfFile: "/usr/include/linux/input-event-codes.h", encoding: .utf8)
    var known = 0
    for line in header.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count >= 3, words[0] == "#define", words[1].hasPrefix("KEY_"),
        let number = UInt16(words[2]), let found = keyCode(named: words[1])
      else { continue }
      #expect(found == number, "\(words[1])")
      known += 1
    }
    #expect(known > 200)
  }
}
