// SPDX-License-Identifier: Apache-2.0

import Wire

@testable import Configuration

extension Examination {
  /// Examines what the first byte names: files of a unit, split at byte 0x1E, or a part of them.
  func examineConfiguration(_ input: [UInt8]) throws(Violation) {
    let rest = Array(input.dropFirst())
    let shown = Corpus.line(of: input)
    switch input.first {
    case UInt8(ascii: "S"): try examineFiles(.scanner("a.scanner"), rest, shown)
    case UInt8(ascii: "L"): try examineListing(rest, shown)
    case UInt8(ascii: "G"): try examineGlob(rest, shown)
    case UInt8(ascii: "V"): try examineAmounts(rest, shown)
    case UInt8(ascii: "W"): try examineWords(rest, shown)
    default: try examineFiles(.daemon, rest, shown)
    }
  }

  private func examineFiles(
    _ unit: ConfigurationUnit, _ bytes: [UInt8], _ shown: String
  ) throws(Violation) {
    let texts = bytes.split(separator: 0x1E, omittingEmptySubsequences: false).map { Array($0) }
    let loaded = try measured(bytes, .configuration) { Loaded(unit: unit, texts: texts) }
    let result = loaded.result
    try examinePlaces(result.problems, in: texts, shown)
    // One of them for each input: each loads the files once or twice more.
    switch bytes.count % 3 {
    case 0: try examinePlainText(of: loaded, shown)
    case 1: try examineLayout(of: loaded, shown)
    default: try examineAssignments(of: loaded, shown)
    }
    guard case .scanner = unit else { return }
    try examineAlone(loaded, shown)
    try require(
      .unknownDeviceIsLeft, result.settings.scanner(for: DeviceProperties()) == nil, shown)
  }

  private func examinePlaces(
    _ problems: [Problem], in texts: [[UInt8]], _ shown: String
  ) throws(Violation) {
    try require(.problemsOfFiles, problems.count <= ProblemList.most + 2, shown)
    var last = (file: 0, line: 0)
    for problem in problems {
      let text = "\(shown): \(problem)"
      guard let file = Int(problem.file), texts.indices.contains(file) else {
        throw Violation(relation: .problemsOfFiles, shown: text)
      }
      let place = (file: file, line: problem.line ?? Int.max)
      let isInside = problem.line.map { (1...lineCount(of: texts[file])).contains($0) } ?? true
      try require(.problemsOfFiles, isInside && last <= place, text)
      last = place
      try requireSentence(problem.description, shown)
    }
  }

  private func examineAlone(_ loaded: Loaded, _ shown: String) throws(Violation) {
    guard loaded.texts.count == 1 else { return }
    let alone = loadScannerFile(loaded.texts[0], name: "0")
    guard var scanner = loaded.result.settings.scanners.first else { return }
    scanner.file = "0"
    let isSame = alone.settings == scanner && alone.problems == loaded.result.problems
    try require(.scannerFileAlone, isSame, shown)
  }
}

/// The number of lines of a text, the last of which may lack its end.
private func lineCount(of text: [UInt8]) -> Int {
  text.count { $0 == 0x0A } + (text.last == 0x0A ? 0 : 1)
}

extension Allowance {
  /// A part of one byte: 1 µs.
  static let parts = Allowance(fixed: 500_000, perByte: 1000)

  /// Parts, and a hundred problems with the nearest of all keys, 0.3 ms each.
  fileprivate static let configuration = Allowance(fixed: 30_000_000, perByte: 1000)
}
