// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Layouts
import Recordings
import Testing
import Wedge

@testable import Calibration

/// Each layout with each spelling of the separator and each terminator.
@Suite struct EveryCombinationTests {
  private static let spellings = SeparatorKeys.allCases.filter { $0 != .none }
  private static let terminators: [Terminator] = [.enter, .keypadEnter, .tab, .none]

  @Test(arguments: Layout.common) func theProfileReadsOtherLabels(name: String) throws {
    for separator in Self.spellings {
      for terminator in Self.terminators {
        let scanner = TestScanner(
          layout: layout(name), separator: separator, terminator: terminator)
        let found = try inferred(scanner, "all")
        let captures = replay(scanner.recording(of: otherLabels), profile: found.profile)
        let expected = otherLabels.map { Array("]d2".utf8) + $0 }
        #expect(captures.map(\.data) == expected, "\(name) \(separator) \(terminator)")
        #expect(captures.allSatisfy { $0.cause == nil }, "\(name) \(separator) \(terminator)")
        #expect(found.profile.terminator == terminator)
      }
    }
  }

  @Test(arguments: Layout.common) func theLayoutIsFoundOrNamedAmongThoseAlike(name: String) throws {
    let scanner = TestScanner(layout: layout(name), separator: .f8)
    let found = try inferred(scanner, "all")
    let alike = commonLayouts.filter { $0.reads(labelData("all")[0], typedWith: scanner.layout) }
    #expect(
      Set([found.profile.layout.name] + found.alike.map(\.name)) == Set(alike.map(\.name)))
    #expect(found.profile.layout.name == alike.first?.name)
  }

  /// Character set 82 of the GS1 General Specifications.
  @Test(arguments: Layout.common) func theWrongOneOfThoseAlikeStillReadsGS1(name: String) throws {
    let found = try inferred(TestScanner(layout: layout(name)), "all")
    let letters = (65...90).flatMap { [$0, $0 + 32] } + (48...57)
    let allowed = Set(letters + "!\"%&'()*+,-./:;<=>?_".utf8.map(Int.init))
    for other in found.alike {
      let misread = other.misread(as: found.profile.layout)
      #expect(misread.allSatisfy { !allowed.contains(Int($0.value)) }, "\(other.name): \(misread)")
    }
  }

  @Test(arguments: Layout.common) func theTwoBarCodesTellAsMuchAsTheMatrix(name: String) throws {
    let scanner = TestScanner(layout: layout(name), identifier: "]C1")
    let (matrix, bars) = (try inferred(scanner, "all"), try inferred(scanner, "second", "first"))
    #expect(matrix.profile == bars.profile)
    #expect(matrix.alike.map(\.name) == bars.alike.map(\.name))
  }
}

extension Layout {
  /// True if the keys of `data` on another layout give the same data on this one.
  fileprivate func reads(_ data: [UInt8], typedWith other: Layout) -> Bool {
    data.allSatisfy { byte in
      byte == 0x1D || other.stroke(of: byte).map(symbol) == other.stroke(of: byte).map(other.symbol)
    }
  }

  private func symbol(of stroke: TestStroke) -> Symbol? {
    var level: Level = stroke.held.contains(KEY_LEFTSHIFT) ? .shift : []
    if stroke.held.contains(KEY_RIGHTALT) { level.insert(.altGr) }
    return keys.first { $0.code == UInt16(stroke.code) }?[level]
  }
}
