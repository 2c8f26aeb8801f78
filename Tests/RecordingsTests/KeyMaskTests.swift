// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Testing
import Wire

@testable import Recordings

@Suite struct KeyMaskTests {
  /// The rows of a recording after masking.
  private func masked(_ row: String, layout: String? = nil) throws -> String {
    let profile = layout.map { ["Layout=\($0)"] } ?? []
    let text = recorded(try recording("open keys=\n" + row), contents: false, profile: profile)
    return rows(of: text).filter { $0 != "open keys=" && !$0.hasPrefix("profile") }
      .map { $0.replacing("t=0.000000s ", with: "") }.joined(separator: " | ")
  }

  @Test(arguments: [
    ("+a -a +b -b", "+x -x +x -x"),
    ("+1 -1 +kp7 -kp7", "+0 -0 +kp0 -kp0"),
    ("+leftshift +q -q -leftshift", "+leftshift +x -x -leftshift"),
    ("+capslock -capslock +q -q", "+capslock -capslock +x -x"),
    ("+a ~a ~a -a", "+x ~x ~x -x"),
    ("+dot -dot +minus -minus +enter -enter", "+dot -dot +minus -minus +enter -enter"),
    ("+f8 -f8 +down -down +tab -tab", "+f8 -f8 +down -down +tab -tab"),
  ])
  func lettersAndDigitsAreReplacedAndTheRestStays(row: String, expected: String) throws {
    #expect(try masked(row) == expected + " | unplug")
  }

  @Test func keysThatAreDownTogetherStayApart() throws {
    #expect(try masked("+a +b -a +c -b -c") == "+x +y -x +x -y -x | unplug")
    #expect(try masked("[+1 +2 +3] [-1 -2 -3]") == "[+0 +9 +8] [-0 -9 -8] | unplug")
  }

  /// A press of a key that is down, and a release of one that is not, show that an event was lost.
  @Test func theTracesOfALostEventStay() throws {
    #expect(try masked("+a +a -a") == "+x +x -x | unplug")
    #expect(try masked("-a +b -b") == "-x +x -x | unplug")
  }

  @Test(arguments: [
    "+leftctrl +rightbrace -rightbrace -leftctrl",
    "+leftctrl +leftshift +6 -6 -leftshift -leftctrl",
    "+rightctrl +m -m -rightctrl", "+rightalt +9 -9 -rightalt",
    "+leftalt +kp0 -kp0 +kp2 -kp2 +kp9 -kp9 -leftalt", "+leftalt +kp2 +kp9 -kp2 -kp9 -leftalt",
    "[+leftalt +kp0 +kp2 +kp9] [-kp0 -kp2 -kp9 -leftalt]",
    "+leftalt +kp0 -kp0 +kp4 -kp4 +kp5 -kp5 -leftalt",
  ])
  func theSpellingsOfControlCharactersAndSignsStay(row: String) throws {
    #expect(try masked(row) == row + " | unplug")
  }

  @Test func aKeyIsReleasedAsItWasPressed() throws {
    #expect(
      try masked("+leftctrl +a -leftctrl -a +a -a") == "+leftctrl +a -leftctrl -a +x -x | unplug")
    #expect(
      try masked("+a +leftctrl -a -leftctrl") == "+x +leftctrl -x -leftctrl | unplug")
  }

  @Test(arguments: [
    ("+leftalt +kp0 -kp0 +kp6 -kp6 +kp5 -kp5 -leftalt", "+leftalt +kp0 -kp0 +kp8 -kp8 +kp7 -kp7"),
    ("+leftalt +kp9 -kp9 +kp7 -kp7 -leftalt", "+leftalt +kp8 -kp8 +kp7 -kp7"),
    ("+leftalt +kp1 -kp1 +kp2 -kp2 +kp1 -kp1 -leftalt", "+leftalt +kp0 -kp0 +kp8 -kp8 +kp7 -kp7"),
    ("+leftalt +kp0 -kp0 +kp5 -kp5 +kp0 -kp0 -leftalt", "+leftalt +kp0 -kp0 +kp4 -kp4 +kp8 -kp8"),
    ("+leftalt +kp2 -kp2 +kp2 -kp2 +kp8 -kp8 -leftalt", "+leftalt +kp0 -kp0 +kp8 -kp8 +kp7 -kp7"),
  ])
  func aNumberThatSpellsALetterOrADigitIsReplaced(row: String, expected: String) throws {
    #expect(try masked(row) == expected + " -leftalt | unplug")
  }

  @Test func allDigitsOfANumberAtOnceAreReplaced() throws {
    #expect(
      try masked("[+leftalt +kp0 +kp6 +kp5] [-kp0 -kp6 -kp5 -leftalt]")
        == "[+leftalt +kp0 +kp8 +kp7] [-kp0 -kp8 -kp7 -leftalt] | unplug")
  }

  @Test func aNumberWithoutEndIsNotWaitedForWithoutEnd() throws {
    let row = "+leftalt " + [String](repeating: "+kp6 -kp6", count: 200).joined(separator: " ")
    var mask = KeyMask(layout: "us")
    var items = 0
    var longest = 0
    for line in lines(of: try recording("open keys=\n" + row)) {
      for item in KeyItem.items(of: line) {
        let out = mask.mask(item)
        items += out.count
        longest = max(longest, out.count)
      }
    }
    items += mask.flush().count
    #expect(items == 802)
    #expect(longest == 64)
    #expect(!(try masked(row)).contains("kp6"))
  }

  @Test func aDigitWithShiftIsASignOnAUnitedStatesKeyboardOnly() throws {
    let row = "+leftshift +9 -9 -leftshift"
    #expect(try masked(row) == row + " | unplug")
    #expect(try masked(row, layout: "fr") == "+leftshift +0 -0 -leftshift | unplug")
    #expect(try masked("+semicolon -semicolon") == "+semicolon -semicolon | unplug")
  }

  @Test func keysThatAreDownAtTheBeginningAreMasked() throws {
    let text = recorded(
      try recording("open keys=a,1,leftshift capslock=on\n-a -1 -leftshift"), contents: false)
    #expect(
      rows(of: text) == [
        "open keys=0,x,leftshift capslock=on", "t=0.000000s -x -0 -leftshift", "unplug",
      ])
  }

  @Test func afterALossTheKeysThatAreDownAreKnownAnew() throws {
    let text = recorded(
      try recording("open keys=\n+a +b\ndropped keys=b,c\n-b -c\ndropped\n+a -a"),
      contents: false)
    #expect(
      rows(of: text) == [
        "open keys=", "t=0.000000s +x +y", "dropped keys=x,y", "t=0.000000s -y -x", "dropped",
        "t=0.000000s +x -x", "unplug",
      ])
  }

  @Test func prefixAndSuffixAreMaskedAsTheyAreTyped() {
    let words = ["Terminator=tab", #"Prefix="Ab1{GS}{{c{0x22}-""#, #"Suffix="z""#]
    #expect(
      KeyMask.masked(words)
        == ["Terminator=tab", #"Prefix="Xx0{GS}{{x{0x22}-""#, #"Suffix="x""#])
  }

  /// No name of a key of the contents is left in the file.
  @Test func nothingOfTheContentsIsLeft() throws {
    let typed = "\"HELLO-Wq83.{GS}kp\" enter"
    let text = recorded(try recording("open keys=\n" + typed), contents: false)
    let words = Set(
      rows(of: text).flatMap { $0.split(separator: " ") }.filter { "+-".contains($0.first!) }
        .map { $0.dropFirst() })
    #expect(
      words == ["x", "0", "leftshift", "leftctrl", "rightbrace", "minus", "dot", "enter"])
  }
}
