// SPDX-License-Identifier: Apache-2.0

/// A shell pattern for a whole text, case-sensitive: glob(7) with `*`, `?`, `[a-z]`, `[!a-z]`, and
/// a backslash before a literal character.
struct Glob: Sendable, Equatable {
  private enum Part: Sendable, Equatable {
    case character(Unicode.Scalar)
    case any
    case anyNumber
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private var parts: [Part] = []

  /// Parses a pattern.
  init(_ pattern: String) throws(ValueError) {
    var rest = pattern.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": parts.append(.anyNumber)
      case "?": parts.append(.any)
      case "[":
        guard let set = Glob.parseSet(&rest) else {
          throw .malformed(
            pattern,
            expected: "a pattern: \"[\" needs characters and \"]\"; write \\[ for \"[\" itself")
        }
        parts.append(set)
      case "\\":
        guard let next = rest.popFirst() else {
          throw .malformed(pattern, expected: "complete: it ends with a backslash")
        }
        parts.append(.character(next))
      default: parts.append(.character(scalar))
      }
    }
  }

  /// True if the pattern consists of `*` and `?` only.
  var isCatchAll: Bool { parts.allSatisfy { $0 == .any || $0 == .anyNumber } }

  /// True if the pattern matches the whole of `text`.
  func matches(_ text: String) -> Bool {
    let text = Array(text.unicodeScalars)
    var part = 0
    var position = 0
    // The place to go on, with one more character for the last `*`, when the parts after it fail.
    var star: (part: Int, position: Int)?
    while position < text.count {
      if part < parts.count, parts[part] == .anyNumber {
        star = (part, position)
        part += 1
      } else if part < parts.count, Glob.accepts(parts[part], text[position]) {
        part += 1
        position += 1
      } else if let last = star {
        star = (last.part, last.position + 1)
        part = last.part + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyNumber }
  }

  private static func accepts(_ part: Part, _ scalar: Unicode.Scalar) -> Bool {
    switch part {
    case .character(let wanted): wanted == scalar
    case .any: true
    case .anyNumber: false
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  /// Parses a set after its "[". A "]" as the first character is literal, as in glob(7).
  private static func parseSet(_ rest: inout Substring.UnicodeScalarView) -> Part? {
    let isNegated = rest.first == "!" || rest.first == "^"
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let first = parseMember(&rest, mayBeBracket: ranges.isEmpty) {
      var last = first
      if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
        rest.removeFirst()
        guard let end = parseMember(&rest, mayBeBracket: false), end >= first else { return nil }
        last = end
      }
      ranges.append(first...last)
    }
    guard rest.popFirst() == "]" else { return nil }
    return .set(ranges, isNegated: isNegated)
  }

  /// Parses one character of a set; nil at its end and for classes such as `[:digit:]`.
  private static func parseMember(
    _ rest: inout Substring.UnicodeScalarView, mayBeBracket: Bool
  ) -> Unicode.Scalar? {
    guard let scalar = rest.first, scalar != "]" || mayBeBracket else { return nil }
    if scalar == "[", let next = rest.dropFirst().first, [":", ".", "="].contains(next) {
      return nil
    }
    rest.removeFirst()
    return scalar == "\\" ? rest.popFirst() : scalar
  }
}
