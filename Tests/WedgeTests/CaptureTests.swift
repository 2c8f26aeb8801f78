// SPDX-License-Identifier: Apache-2.0

import Recordings
import Testing
import Wedge

@Suite struct CaptureTests {
  @Test func theTimeOfAScanIsThatOfItsTerminator() throws {
    let scan = try #require(try captures("pace 10ms\n2s shift \"12\" enter").first)
    #expect(scan.time == 2_070_000)
  }

  @Test func aDamagedScanEndsWithItsLastKeyEvent() throws {
    let pieces = try captures("2s \"1\" 10ms +2 2s -2 1ms \"3\" enter")
    #expect(pieces.map(\.cause) == [.pause, .continuation])
    #expect(pieces.map(\.time) == [2_010_000, 4_011_000])
  }

  @Test func aDropWithNothingReadHasItsOwnTime() throws {
    let drop = try #require(try captures("2s enter 1s\ndropped").first)
    #expect(drop.data.isEmpty)
    #expect(drop.time == 3_000_000)
  }

  @Test func lettersThatWanderBetweenLayoutsAreTold() {
    for letter in "amqwyzAMQWYZ" {
      #expect(capture("12\(letter)").dependsOnLayout, "\(letter)")
    }
    for letter in "bcdefghijklnoprstuvxBCDEFGHIJKLNOPRSTUVX0123456789 \u{1D}\r" {
      #expect(!capture("12\(letter)").dependsOnLayout, "\(letter)")
    }
    for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" {
      #expect(capture("12\(sign)").dependsOnLayout, "\(sign)")
    }
    #expect(!capture("").dependsOnLayout)
  }

  @Test func aSymbologyIdentifierShowsMostOfTheLayout() {
    for sign in "@#\"~\\|'`^" {
      #expect(capture("]C10112\(sign)").dependsOnLayout, "\(sign)")
    }
    #expect(!capture("]C1" + "amqwyzAMQWYZ!$%&*()+,-./:;<=>?[]_{}").dependsOnLayout)
    #expect(capture("]").dependsOnLayout)
    #expect(capture("]1C0112").dependsOnLayout)
  }

  @Test func everyNameLeadsBackToWhatItNames() {
    for terminator in Terminator.allCases {
      #expect(Terminator(name: terminator.name) == terminator)
    }
    for separator in GroupSeparator.named {
      #expect(GroupSeparator(name: separator.name) == separator)
    }
    #expect(Terminator(name: "return") == nil)
    #expect(GroupSeparator(name: "") == nil)
    #expect(Set(Cause.allCases.map(\.name)).count == Cause.allCases.count)
  }

  private func capture(_ text: String) -> Capture {
    Capture(data: Array(text.utf8), time: 0, cause: nil)
  }

  private func captures(_ text: String) throws -> [Capture] {
    replay(try Recording.parse(Array(text.utf8)), profile: Profile())
  }
}
