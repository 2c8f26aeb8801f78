// SPDX-License-Identifier: Apache-2.0

// A file in systemd's syntax: sections and assignments with their lines, without meaning. Any bytes
// are accepted. A line that is not an assignment becomes a problem and parsing goes on, so that one
// run shows all problems.

import Wire

/// A file in systemd's syntax: systemd.syntax(7).
public struct UnitFile: Sendable {
  /// The largest size of a file, in bytes; systemd has the same limit for one line.
  public static let maximumLength = 1 << 20

  /// The longest name of a section or a key, in bytes. Names are compared as text, which costs the
  /// square of their length.
  static let longestName = 256

  /// The path, for messages.
  public let path: String
  /// The section headers in order, including repeated ones.
  public private(set) var sections: [Section] = []
  /// The assignments in order, without those outside of a section.
  public private(set) var assignments: [Assignment] = []
  private var problemList = ProblemList()
  private var place = Place.outside

  /// A header: `[Name]`.
  public struct Section: Sendable, Equatable {
    /// The text in the brackets.
    public let name: String
    /// The line, from 1.
    public let line: Int
  }

  /// An assignment: `Key=Value`.
  public struct Assignment: Sendable, Equatable {
    /// The path of the file.
    public let file: String
    /// The line, from 1; the first one of a continued line.
    public let line: Int
    /// The section.
    public let section: String
    /// The key without blanks around it.
    public let key: String
    /// The value without blanks around it, with its quotes and escapes; empty for a reset.
    public let value: String
  }

  /// The place of the lines that follow.
  private enum Place {
    case outside
    /// After a malformed header, which is reported once and not for each line after it.
    case unreadable
    case section(String)
  }

  /// Parses `bytes`; their errors are in `problems`.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    if bytes.count > Self.maximumLength {
      report("is longer than 1 MiB and was not read", code: .unreadable)
    } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      report("is UTF-16 and was not read; save it as UTF-8", code: .unreadable)
    } else {
      var lines = LogicalLines(bytes)
      while let line = lines.next() { parse(line) }
    }
  }

  /// The problems, by line.
  public var problems: [Problem] { problemList.all(of: path) }

  private mutating func parse(_ line: LogicalLine) {
    let text = trimmed(line.bytes[...])
    guard let first = text.first else { return }
    if text.contains(0) { return report("the line contains a NUL byte", line: line.number) }
    if String(validating: text, as: UTF8.self) == nil {
      return report(
        "\"\(shownStart(of: text))\" is not UTF-8; save the file as UTF-8", line: line.number)
    }
    if first == UInt8(ascii: "[") {
      parseHeader(text, line: line.number)
    } else {
      parseAssignment(text, line: line.number)
    }
  }

  private mutating func parseHeader(_ text: ArraySlice<UInt8>, line: Int) {
    let all = String(decoding: text, as: UTF8.self)
    let name = text.dropFirst().prefix { $0 != UInt8(ascii: "]") }
    place = .unreadable
    if name.endIndex == text.endIndex {
      report("the section header is not closed with \"]\"", line: line, key: all)
    } else if name.endIndex + 1 != text.endIndex {
      report("nothing may follow the section header on its line", line: line, key: all)
    } else if name.count > Self.longestName {
      report("the section's name is longer than \(Self.longestName) bytes", line: line, key: all)
    } else if name.isEmpty {
      report("the section has no name", line: line, key: all)
    } else {
      let section = Section(name: String(decoding: name, as: UTF8.self), line: line)
      sections.append(section)
      place = .section(section.name)
    }
  }

  private mutating func parseAssignment(_ text: ArraySlice<UInt8>, line: Int) {
    guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else {
      return report(
        "\"\(shown(String(decoding: text, as: UTF8.self)))\" is not an assignment: \"=\" is missing",
        line: line)
    }
    let key = String(decoding: trimmed(text[..<equals]), as: UTF8.self)
    guard !key.isEmpty else { return report("there is no key before \"=\"", line: line) }
    guard key.utf8.count <= Self.longestName else {
      return report("the key is longer than \(Self.longestName) bytes", line: line, key: key)
    }
    let value = String(decoding: trimmed(text[(equals + 1)...]), as: UTF8.self)
    switch place {
    case .outside: report("is before the first section header", line: line, key: key)
    case .unreadable: break
    case .section(let section):
      assignments.append(
        Assignment(file: path, line: line, section: section, key: key, value: value))
    }
  }

  private mutating func report(
    _ text: @autoclosure () -> String, line: Int? = nil, key: String? = nil,
    code: Problem.Code = .syntax
  ) {
    var section: String?
    if case .section(let name) = place { section = name }
    problemList.append(
      Problem(code, file: path, line: line, key: key, text: text(), section: section))
  }
}

private func shownStart(of text: ArraySlice<UInt8>) -> String {
  visible(bytes: text.prefix(60)) + (text.count > 60 ? "…" : "")
}

/// Bytes without systemd's blanks at both ends: space, TAB, LF, CR.
private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return [] }
  return bytes[first...last]
}

/// True for systemd's blanks.
func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || (0x09...0x0A).contains(byte) || byte == 0x0D
}
