// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

/// Strict reading reports the same faults as GS1's reference engine, by the same names, except that
/// csum and ean-check-digit are `check-digit` here, and csumalpha is `check-characters`.
@Suite("Strict reading")
struct StrictTests {
  private func read(_ text: String) -> Summary {
    Summary(text, options { $0.strict = true })
  }

  @Test func aSymbologyIdentifierMustBeThereAndBeOfGS1() {
    #expect(read("0104012345000078").reasons.hasPrefix("symbology-missing"))
    #expect(read("").reasons == "symbology-missing()@0+0")
    #expect(read("]C").reasons == "symbology-missing()@0+2")
    for identifier in ["]C0", "]A0", "]I1", "]E3", "]e1", "]d3", "]Q2", "]c1", "]  "] {
      #expect(read(identifier + "0104012345000078").reasons == "symbology-unknown()@0+3")
    }
  }

  @Test func eanSymbolsAreCheckedButGiveNoElement() {
    #expect(read("]E04012345000078").kind == "gtin")
    #expect(read("]E04012345000078").elements.isEmpty)
    #expect(read("]E440123455").kind == "gtin")
    #expect(read("]E04012345000079").reasons.hasPrefix("check-digit"))
    #expect(read("]E0012345678905").reasons.hasPrefix("ean-length"))
    #expect(read("]E0401234500007X").reasons.hasPrefix("ean-digits"))
  }

  @Test func aCompositeDoesNotSeeTheGTINOfItsSymbol() {
    #expect(read("]E04012345000078|]e099X").elements == "(99)X")
    #expect(read("]E04012345000078|]e010X").reasons.hasPrefix("requisite(10)"))
    #expect(read("]E04012345000078|]e0").reasons.hasPrefix("message-empty"))
    #expect(read("]E04012345000078]e099X").reasons.hasPrefix("ean-length"))
  }

  @Test func aCaretIsRefusedAnywhere() {
    #expect(read("]C110^X").reasons == "caret()@5+1")
    #expect(read("https://id.gs1.org/01/04012345000078?99=%5E").reasons == "caret(99)@40+3")
  }

  @Test func otherSymbolsHoldTextOrAnAddress() {
    #expect(read("]Q1anything").kind == "text")
    #expect(read("]d1").kind == "text")
    #expect(read("]J0http://x").kind == "digital-link invalid")
  }

  @Test func lengthsAreLimited() {
    let text = String(repeating: "x", count: 8190)
    #expect(read("]Q1" + text).reading.isValid)
    #expect(read("]Q1" + text + "x").reasons.hasPrefix("message-too-long"))
    let link = "https://id.gs1.org/01/04012345000078#"
    #expect(read(link + String(repeating: "x", count: 8191 - link.utf8.count)).reading.isValid)
    #expect(!read(link + String(repeating: "x", count: 8192 - link.utf8.count)).reading.isValid)
  }

  @Test func aURIHasAtMostSixtyFourParameters() {
    let key = "https://id.gs1.org/01/04012345000078?"
    #expect(read(key + Array(repeating: "x", count: 63).joined(separator: "&")).reading.isValid)
    let full = read(key + Array(repeating: "x", count: 64).joined(separator: "&"))
    #expect(full.reasons.hasPrefix("too-many"))
  }
}
