// SPDX-License-Identifier: Apache-2.0

import Foundation
import GS1
import Testing

// Examples/ has the results of an independent implementation of the rules for many inputs; its
// README describes their origin.

/// The expected result of strict reading.
private struct StrictExample: Decodable {
  let input: String
  let valid: Bool
  let elements: [[String]]
  let error: String
}

/// The expected written forms of elements.
private struct TextExample: Decodable {
  let input: String
  let hri: [String]
  let bracketed: String
  let link: String?
  let scan: String
}

/// The data of a label, and the expected readings with and without symbology identifier.
private struct LabelExample: Decodable {
  struct Expectation: Decodable {
    let valid: Bool
    let kind: String
    let elements: [[String]]
    let reason: String?
  }

  let identifier: String
  let data: String
  let with: Expectation
  let without: Expectation
}

@Suite("Examples")
struct ExamplesTests {
  /// The lines of a file in Examples/.
  private func examples<Example: Decodable>(_ name: String) throws -> [Example] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Examples/\(name).jsonl")
    let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
    return try lines.map { try JSONDecoder().decode(Example.self, from: $0) }
  }

  private func reading(_ data: [UInt8]) -> Reading {
    GS1.Reading.of(data.span, options: options { $0.strict = true })
  }

  /// The names of our codes, such as `check-digit`, in the examples.
  private func codes(_ kind: String) -> String {
    switch kind {
    case "csum", "ean-check-digit": "check-digit"
    case "csumalpha": "check-characters"
    default: kind
    }
  }

  @Test func strictReadingAgrees() throws {
    let examples: [StrictExample] = try examples("strict")
    #expect(examples.count >= 3000)
    for example in examples {
      let data = Array(example.input.utf8)
      let reading = reading(data)
      #expect(reading.isValid == example.valid, "\(example.input)")
      if example.valid {
        let elements = reading.elements.map { [$0.ai.code, $0.value(of: data.span)] }
        #expect(elements == example.elements, "\(example.input)")
      } else {
        let reasons = reading.reasons.map(\.code.name)
        #expect(reasons.contains(codes(example.error)), "\(example.input): \(reasons)")
      }
    }
  }

  @Test func textsAgree() throws {
    let examples: [TextExample] = try examples("texts")
    #expect(examples.count >= 400)
    for example in examples {
      let data = Array(example.input.utf8)
      let reading = reading(data)
      #expect(reading.humanReadable(of: data.span) == example.hri, "\(example.input)")
      #expect(reading.bracketed(of: data.span) == example.bracketed, "\(example.input)")
      #expect(reading.elementString(of: data.span) == Array(example.scan.utf8), "\(example.input)")
      let link = try? reading.digitalLink(of: data.span)
      #expect(link == example.link, "\(example.input)")
    }
  }

  @Test func labelsAreJudgedAsByAnExpert() throws {
    let examples: [LabelExample] = try examples("labels")
    #expect(examples.count >= 300)
    for example in examples {
      expect(example.with, of: example.identifier + example.data)
      expect(example.without, of: example.data)
    }
  }

  private func expect(_ expectation: LabelExample.Expectation, of text: String) {
    let data = Array(text.utf8)
    let reading = GS1.Reading.of(data.span)
    #expect(reading.isValid == expectation.valid, "\(text)")
    #expect(reading.kind.name == expectation.kind, "\(text)")
    if let reason = expectation.reason {
      #expect(reading.reasons.map(\.code.name).contains(reason), "\(text)")
    } else {
      let elements = reading.elements.map { [$0.ai.code, $0.value(of: data.span)] }
      #expect(elements == expectation.elements, "\(text)")
    }
  }
}
