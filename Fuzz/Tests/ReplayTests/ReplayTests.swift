// SPDX-License-Identifier: Apache-2.0

// Examines all kept inputs again, without libFuzzer. A failure names the file and the line.

import Foundation
import GS1
import Oracle
import Testing

@Suite("Kept inputs")
struct ReplayTests {
  @Test(arguments: Target.allCases, ["Seeds", "Corpus"])
  func holdAllRelations(target: Target, folder: String) throws {
    let examination = Examination()
    let lines = try inputs(folder, target)
    if folder == "Seeds" { #expect(lines.count > 20) }
    for (line, input) in lines {
      let name = "\(folder)/\(target.rawValue).txt:\(line)"
      guard let input else {
        Issue.record("\(name): not a line of a corpus")
        continue
      }
      do {
        try target.examine(input, examination)
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  @Test func exerciseEveryRelation() throws {
    let examination = Examination()
    for target in Target.allCases {
      for (_, input) in try inputs("Seeds", target) {
        try? target.examine(#require(input), examination)
      }
    }
    for relation in Relation.allCases where relation != .canary {
      #expect(examination.counts[relation.rawValue] >= 5, "\(relation)")
    }
  }

  @Test func haveEveryFamilyOfApplicationIdentifiers() throws {
    var seen: Set<Substring> = []
    for target in [Target.scanData, .digitalLink] {
      for (_, input) in try inputs("Seeds", target) {
        let data = Array(try #require(input).dropFirst())
        for element in Reading.of(data.span).elements { seen.insert(family(element.ai)) }
      }
    }
    #expect(all.subtracting(seen).sorted() == [])
  }

  /// All AIs, by their first three digits.
  private var all: Set<Substring> {
    let codes = (0..<10_000).flatMap { number in
      ["%02d", "%03d", "%04d"].map { String(format: $0, number) }
    }
    return Set(codes.compactMap { ApplicationIdentifier($0) }.map(family))
  }

  private func family(_ ai: ApplicationIdentifier) -> Substring { ai.code.prefix(3) }

  /// The planted defect is met by the first input of its file, and by none of the seeds: the fuzzer has
  /// to find its own way.
  @Test(arguments: Target.allCases)
  func meetNoPlantedDefect(target: Target) throws {
    let defective = Examination(plantsDefect: true)
    let example = try #require(try inputs("Canaries", target).first?.input)
    #expect(throws: Violation.self) { try target.examine(example, defective) }
    #expect(defective.counts[Relation.canary.rawValue] > 0)
    try target.examine(example, Examination())
    for (_, input) in try inputs("Seeds", target) {
      try target.examine(#require(input), defective)
    }
  }
}

@Suite("Inputs as lines of text")
struct CorpusTests {
  @Test func comeBackWhateverTheyHold() {
    let bytes = (0...255).map { UInt8($0) }
    for input in [bytes, Array("#@\\x1d".utf8), [0x5C], Array("a # b ".utf8)] {
      let text = Array((Corpus.line(of: input) + "\n").utf8)
      #expect(Corpus.inputs(of: text).map(\.input) == [input])
      #expect(!text.contains { $0 < 0x0A || $0 > 0x7E } && !text.starts(with: Array("#".utf8)))
    }
  }

  @Test func mayHaveCommentsBetween() {
    let inputs = Corpus.inputs(of: Array("# one\n\n@A\n\n# two\n\\x0\n".utf8))
    #expect(inputs.map(\.line) == [3, 6])
    #expect(inputs.map(\.input) == [Array("@A".utf8), nil])
  }
}

/// The inputs of a file of this package.
private func inputs(
  _ folder: String, _ target: Target
) throws -> [(line: Int, input: [UInt8]?)] {
  let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let file = package.appendingPathComponent("\(folder)/\(target.rawValue).txt")
  return Corpus.inputs(of: Array(try Data(contentsOf: file)))
}
