// SPDX-License-Identifier: Apache-2.0

/// The treatment of a backslash and the character after it.
enum EscapeRule {
  /// Decode them as an escape of systemd.syntax(7).
  case decode
  /// Keep them, for a pattern to parse.
  case keep
}

/// The words of a value without their quotes: the quoting of systemd.syntax(7).
///
/// Words are separated by blanks. A quote opens at the start of a word and closes at its end.
func words(in value: String, escapes: EscapeRule) throws(ValueError) -> [[UInt8]] {
  var reader = WordReader(value, escapes: escapes)
  var words: [[UInt8]] = []
  while let word = try reader.next() { words.append(word) }
  return words
}

private struct WordReader {
  private let value: String
  private let escapes: EscapeRule
  private let bytes: [UInt8]
  private var position = 0

  init(_ value: String, escapes: EscapeRule) {
    self.value = value
    self.escapes = escapes
    bytes = Array(value.utf8)
  }

  mutating func next() throws(ValueError) -> [UInt8]? {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count else { return nil }
    return isQuote(bytes[position]) ? try quotedWord() : try bareWord()
  }

  private mutating func bareWord() throws(ValueError) -> [UInt8] {
    var word: [UInt8] = []
    while position < bytes.count, !isBlank(bytes[position]) {
      guard !isQuote(bytes[position]) else {
        throw malformed("one word: quotes go around a whole word")
      }
      try appendCharacter(to: &word)
    }
    return word
  }

  private mutating func quotedWord() throws(ValueError) -> [UInt8] {
    let quote = bytes[position]
    position += 1
    var word: [UInt8] = []
    while position < bytes.count, bytes[position] != quote { try appendCharacter(to: &word) }
    guard position < bytes.count else { throw malformed("complete: the closing quote is missing") }
    position += 1
    guard position == bytes.count || isBlank(bytes[position]) else {
      throw malformed("one word: quotes go around a whole word")
    }
    return word
  }

  private mutating func appendCharacter(to word: inout [UInt8]) throws(ValueError) {
    guard bytes[position] == UInt8(ascii: "\\") else {
      word.append(bytes[position])
      position += 1
      return
    }
    guard position + 1 < bytes.count else { throw malformed("complete: it ends with a backslash") }
    switch escapes {
    case .keep:
      word += bytes[position...(position + 1)]
      position += 2
    case .decode:
      guard let escape = decodeEscape(bytes[(position + 1)...]) else {
        throw malformed("free of unknown escapes; see QUOTING in systemd.syntax(7)")
      }
      word += escape.bytes
      position += 1 + escape.length
    }
  }

  private func malformed(_ expected: String) -> ValueError {
    .malformed(value, expected: expected)
  }
}

private func isQuote(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
}
