// SPDX-License-Identifier: Apache-2.0

/// A line together with the lines that continue it.
struct LogicalLine {
  /// The number of its first line, from 1.
  let number: Int
  var bytes: [UInt8]
}

/// The logical lines of a file: systemd.syntax(7).
///
/// Comments are skipped, also between a line and its continuation. A backslash at the end of a line
/// becomes a space and joins the next line. A byte order mark and a CR before LF are ignored.
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

  /// The next line that is not a comment, without its line end.
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

/// True if the line ends with a backslash that is not itself escaped.
private func endsWithBackslash(_ line: ArraySlice<UInt8>) -> Bool {
  line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
}
