// SPDX-License-Identifier: Apache-2.0

@testable import Configuration

extension Examination {
  /// Requires that the plain headers and assignments of files load to the same.
  func examinePlainText(of loaded: Loaded, _ shown: String) throws(Violation) {
    let plain = Loaded(unit: loaded.unit, texts: loaded.files.map(\.plainText))
    let isSame =
      if loaded.isPlain {
        plain.result == loaded.result
      } else {
        loaded.unit != .daemon || plain.result.settings == loaded.result.settings
      }
    try require(.fileIsWrittenAndRead, isSame, "\(shown) and \(plain.shown)")
  }

  /// Requires that a comment before each line, CRLF, and a continuation behind each header and
  /// assignment change nothing but the numbers of lines.
  func examineLayout(of loaded: Loaded, _ shown: String) throws(Violation) {
    // A file that is not read has no lines.
    guard !loaded.texts.contains(where: isUTF16) else { return }
    let other = Loaded(unit: loaded.unit, texts: loaded.texts.map(commented))
    try require(
      .layoutChangesNothing, other.result.placed { $0 } == loaded.result.placed { $0 * 2 },
      "\(shown) and \(other.shown)")
  }

  /// Requires that only the order of assignments to one key matters, and of most only the last.
  func examineAssignments(of loaded: Loaded, _ shown: String) throws(Violation) {
    let isComplete = loaded.result.problems.isEmpty
    guard isComplete || loaded.unit == .daemon else { return }
    let all = loaded.files.flatMap(\.assignments)
    let keys = all.map { Name(section: $0.section, key: $0.key) }
    let last = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { max($0, $1) })
    let sorted = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    try requireSame(.filesAreOne, sorted.map { all[$0] }, loaded, shown)
    guard isComplete else { return }
    let counting = keys.indices.filter { isList(all[$0]) || last[keys[$0]] == $0 }
    try requireSame(.lastAssignmentCounts, counting.map { all[$0] }, loaded, shown)
  }

  private func requireSame(
    _ relation: Relation, _ assignments: [UnitFile.Assignment], _ loaded: Loaded, _ shown: String
  ) throws(Violation) {
    let lines = assignments.flatMap { Array("[\($0.section)]\n\($0.plainLine)\n".utf8) }
    let other = Loaded(unit: loaded.unit, texts: [lines])
    try require(relation, other.placeless == loaded.placeless, "\(shown) and \(other.shown)")
  }
}

/// The name of a key, by its bytes.
private struct Name: Hashable, Comparable {
  let section: [UInt8]
  let key: [UInt8]

  init(section: String, key: String) {
    self.section = Array(section.utf8)
    self.key = Array(key.utf8)
  }

  static func < (one: Name, other: Name) -> Bool {
    one.section == other.section
      ? one.key.lexicographicallyPrecedes(other.key)
      : one.section.lexicographicallyPrecedes(other.section)
  }
}

/// True for the keys to which every assignment adds.
private func isList(_ assignment: UnitFile.Assignment) -> Bool {
  assignment.section == "Match" || assignment.key == "SubscriberUser"
}

private func isUTF16(_ text: [UInt8]) -> Bool {
  text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF])
}

/// The text with a comment before each line, CRLF as its end and no byte order mark.
private func commented(_ text: [UInt8]) -> [UInt8] {
  let isMarked = text.starts(with: [0xEF, 0xBB, 0xBF])
  var lines = (isMarked ? text.dropFirst(3) : text[...]).split(
    separator: 0x0A, omittingEmptySubsequences: false)
  let hasEnd = lines.last?.isEmpty == true
  if hasEnd { lines.removeLast() }
  let numbered = lines.enumerated().map { number, line in
    let comment = number % 2 == 0 ? " # [Scand] \\" : ";Grab=no"
    return Array(comment.utf8) + [0x0A] + line + (line.last == 0x0D ? [] : [0x0D])
  }
  return [0xEF, 0xBB, 0xBF] + numbered.joined(separator: [0x0A]) + (hasEnd ? [0x0A] : [])
}

extension UnitFile {
  /// Each header and assignment at its line, and nothing else.
  fileprivate var plainText: [UInt8] {
    let headers = sections.map { (line: $0.line, text: "[\($0.name)]") }
    let values = assignments.map { (line: $0.line, text: $0.plainLine) }
    var text = ""
    var line = 1
    for item in (headers + values).sorted(by: { $0.line < $1.line }) {
      text += String(repeating: "\n", count: item.line - line) + item.text
      line = item.line
    }
    return Array(text.utf8)
  }
}

extension UnitFile.Assignment {
  /// The assignment as a line; the blank at its end keeps a backslash from continuing it.
  fileprivate var plainLine: String { "\(key)=\(value) " }
}

extension Loaded {
  /// The files as a line of a corpus.
  var shown: String { Corpus.line(of: Array(texts.joined(separator: [0x1E]))) }
}
