// SPDX-License-Identifier: Apache-2.0

import CLinux
import Testing

@testable import Scanners

@Suite struct ScannerProblemTests {
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
