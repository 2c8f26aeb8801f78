// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

/// A small generator of random numbers, the same for the same seed.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Any data")
struct PropertyTests {
  private static let readings: [Reading.Options] = [
    Reading.Options(), options { $0.strict = true },
    options {
      $0.assume = .gs1
      $0.pairing = false
      $0.separatorNeverSeen = true
      $0.currentYear = 2099
    },
  ]

  /// Scan data that resemble labels: labels with bytes changed, cut out and doubled.
  private func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
    let labels =
      linterExamples.map { "]C1" + $0.data } + [
        "]E04012345000078|]e010LOT1", "]E3977123456789812", "]E001234565", "]I114012345000075",
        "https://id.gs1.org/01/04012345000078/10/A%2F/21/S?17=271231&99=%41#x",
        "0104012345000078172706301010C20250721HD-12345", "4012345000078",
      ]
    var data = scanData(labels.randomElement(using: &generator)!)
    let awkward: [UInt8] = [0, 0x1D, 0x0D, 0x25, 0x26, 0x2F, 0x30, 0x3D, 0x3F, 0x5D, 0x5E, 0xFF]
    for _ in 0..<Int.random(in: 0...4, using: &generator) where !data.isEmpty {
      let place = data.indices.randomElement(using: &generator)!
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: data[place] = awkward.randomElement(using: &generator)!
      case 1: data[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: data.remove(at: place)
      default: data.insert(contentsOf: data[place...].prefix(9), at: 0)
      }
    }
    return data
  }

  private func random(_ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...80, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func areReadWithoutLeavingThem(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<4_000 {
      let data = round.isMultiple(of: 4) ? random(&generator) : mutated(&generator)
      for options in Self.readings { check(Summary(data, options)) }
    }
  }

  private func check(_ summary: Summary) {
    let whole = 0...summary.data.count
    let span = summary.data.span
    for element in summary.reading.elements {
      #expect(whole ~= element.range.lowerBound && whole ~= element.range.upperBound)
      #expect(!element.value(of: span).isEmpty)
    }
    for finding in Array(summary.reading.reasons) + Array(summary.reading.notes) {
      #expect(whole ~= finding.offset && whole ~= finding.offset + finding.length)
      #expect(!finding.text(of: span).isEmpty)
      #expect(finding.text(of: span).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
    #expect(summary.reading.isValid || summary.reading.reasons.count > 0)
  }

  @Test func elementsOfAValidElementStringSpellItAgain() {
    var generator = SeededGenerator(seed: 4)
    var spelt = 0
    for _ in 0..<8_000 {
      let data = mutated(&generator)
      let label = Summary(data, options { $0.strict = true })
      guard label.reading.kind == .elementString, label.reading.isValid, data[1] != 0x45 else {
        continue
      }
      var again = Array(data.prefix(3))
      let span = data.span
      for element in label.reading.elements {
        again += Array(element.ai.code.utf8)
        element.appendValue(of: span, to: &again)
        if again.count < data.count, data[again.count] == 0x1D { again.append(0x1D) }
      }
      #expect(again == data)
      spelt += 1
    }
    #expect(spelt > 500)
  }

  @Test func aCursorReadsWhatTheWholeReadingReads() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let data = mutated(&generator)
      let label = Summary(data, options { $0.strict = true })
      guard label.reading.kind == .elementString, label.reading.isValid, data[1] != 0x45 else {
        continue
      }
      var cursor = ElementReader(3..<data.count, options: options { $0.strict = true })
      var elements: [Element] = []
      while let element = try cursor.next(in: data.span) { elements.append(element) }
      #expect(elements == Array(label.reading.elements))
      #expect(cursor.position == data.count)
    }
  }
}
