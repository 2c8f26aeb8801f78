// SPDX-License-Identifier: Apache-2.0

import CLinux
import Testing

@testable import Scanners

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

  @Test func theProblemOfAHeldKeyNamesIt() {
    let text = ScannerProblem.keyHeld(code: UInt16(KEY_A)).text
    #expect(text.hasPrefix("not grabbed, because a key is held down (a):"))
    #expect(ScannerProblem.keyHeld(code: 0x2E8).text.contains("held down (code 744):"))
  }

  @Test(arguments: [
    ("Honeywell Barcode Reader", true), ("BAR CODE SCANNER", true), ("HR22 Scanner", true),
    ("USB Serial", false), ("", false), ("FT232R USB UART", false),
  ])
  func aScannerIsKnownByTheNameThatItGivesItself(name: String, isScanner: Bool) {
    #expect(saysScanner(name) == isScanner)
  }
}
