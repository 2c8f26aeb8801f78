// SPDX-License-Identifier: Apache-2.0

/// What one assignment or header is written on: a line with those that continue it.
struct LogicalLine {
  /// The number of its first line, from 1.
  let number: Int
  var bytes: [UInt8]
}

/// Cuts a file into lines: systemd.syntax(7).
///
/// Comments are left out, also between a line and its continuation; a backslash at the end of a
/// line becomes a space and takes the next line in. A byte order mark and CR before LF are ignored.
struct LogicalLines: IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private var number = 0

  init(_ bytes: [UInt8]) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  mutating func next() -> LogicalLine? {
    guard let first = nextLine() else { return nil }
    var line = LogicalLine(number: number, bytes: Array(first))
    while endsWithBackslash(line.bytes[...]) {
      line.bytes[line.bytes.count - 1] = UInt8(ascii: " ")
      guard let more = nextLine() else { break }
      line.bytes += more
    }
    return line
  }

  /// The next line that is no comment, without its end.
  private mutating func nextLine() -> ArraySlice<UInt8>? {
    while !rest.isEmpty {
      number += 1
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...].dropFirst()
      if !isComment(line) { return line.last == 0x0D ? line.dropLast() : line }
    }
    return nil
  }
}

private func isComment(_ line: ArraySlice<UInt8>) -> Bool {
  let first = line.first { !isBlank($0) }
  return first == UInt8(ascii: "#") || first == UInt8(ascii: ";")
}

/// Whether a line ends with a backslash that no other backslash escapes.
private func endsWithBackslash(_ line: ArraySlice<UInt8>) -> Bool {
  line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
}
