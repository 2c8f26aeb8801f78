// SPDX-License-Identifier: Apache-2.0

/// A word of a line: a bare word, a quoted text, or a quoted text after a word that ends with `=`.
struct RecordingToken: Equatable {
  /// The word; empty for a text alone.
  var word: String
  var text: [UInt8]?

  /// The parts before and after `=`.
  var setting: (name: String, value: [UInt8])? {
    guard let equals = word.firstIndex(of: "=") else { return nil }
    let value = word[word.index(after: equals)...]
    return (String(word[..<equals]), text ?? Array(value.utf8))
  }

  /// The words of a line, without its comment.
  static func tokens(of line: String) throws(RecordingError.Problem) -> [RecordingToken] {
    var tokens: [RecordingToken] = []
    var rest = line.drop(while: \.isWhitespace)
    var isInFrame = false
    while let first = rest.first, first != "#" {
      if first == "[" || first == "]" {
        isInFrame = first == "["
        tokens.append(RecordingToken(word: String(rest.removeFirst())))
      } else {
        tokens.append(try nextWord(from: &rest, isInFrame: isInFrame))
      }
      rest = rest.drop(while: \.isWhitespace)
    }
    return tokens
  }

  private static func nextWord(
    from rest: inout Substring, isInFrame: Bool
  ) throws(RecordingError.Problem) -> RecordingToken {
    let word = rest.prefix { !$0.isWhitespace && $0 != "\"" && !(isInFrame && $0 == "]") }
    rest = rest[word.endIndex...]
    guard rest.first == "\"" else { return RecordingToken(word: String(word)) }
    let body = rest.dropFirst().prefix { $0 != "\"" }
    guard body.endIndex < rest.endIndex, word.isEmpty || word.last == "=" else {
      throw .badText(String(word + rest))
    }
    rest = rest[body.endIndex...].dropFirst()
    return RecordingToken(word: String(word), text: try RecordingText.unescape(body))
  }
}
