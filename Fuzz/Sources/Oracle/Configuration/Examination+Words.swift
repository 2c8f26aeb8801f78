// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import Configuration

extension Examination {
  /// Examines a value as words with quotation marks and escapes.
  func examineWords(_ bytes: [UInt8], _ shown: String) throws(Violation) {
    // A line with a NUL has no value.
    let value = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    let read = try measured(bytes, .parts) {
      Result { () throws(ValueError) in try words(in: value, escapes: .decode) }
    }
    switch read {
    case .failure(let error): try requireSentence(error.text, shown)
    case .success(let words):
      let escaped = words.enumerated().map { number, word in
        word.map(hexEscape).joined().inQuotes(number % 2 == 0 ? "\"" : "'")
      }
      let again = try? Configuration.words(in: escaped.joined(separator: " \t"), escapes: .decode)
      let isSame = again == words && !words.joined().contains(0)
      try require(.wordsAreWrittenAndRead, isSame, "\(shown): \(escaped)")
      try plantOctalEscape(words, in: bytes)
    }
  }

  /// The planted defect: an escape by an octal number, whose three digits only the module reads. No seed
  /// has one.
  private func plantOctalEscape(_ words: [[UInt8]], in input: [UInt8]) throws(Violation) {
    let escaped = zip(input, input.dropFirst()).filter { $0.0 == 0x5C }.map(\.1)
    try plant(escaped.contains { 0x30...0x37 ~= $0 }, in: input)
  }

  /// Examines a pattern and a text, split at byte 0x1E.
  func examineGlob(_ bytes: [UInt8], _ shown: String) throws(Violation) {
    let parts = bytes.split(separator: 0x1E, maxSplits: 1, omittingEmptySubsequences: false)
    let pattern = String(decoding: parts[0], as: UTF8.self)
    // No device has a longer name.
    let text = String(decoding: parts.dropFirst().joined().prefix(256), as: UTF8.self)
    let read = try measured(bytes, .parts) {
      Result { () throws(ValueError) in try Glob(pattern) }
    }
    guard case .success(let glob) = read else {
      if case .failure(let error) = read { try requireSentence(error.text, shown) }
      return
    }
    let matches = try measured(bytes, .match) { glob.matches(text) }
    if let wanted = fnmatched(pattern, text) {
      try require(.globMatches, matches == wanted, shown)
    }
    let literal = "\\" + text.unicodeScalars.map { String($0) }.joined(separator: "\\")
    let itself = try? Glob(text.isEmpty ? "" : literal)
    try require(.globMatches, itself?.matches(text) == true, shown)
    try require(.globMatches, itself?.matches(text + "x") == false, shown)
    let isCatchAll = pattern.utf8.allSatisfy { $0 == 0x2A || $0 == 0x3F }
    try require(.globMatches, glob.isCatchAll == isCatchAll, shown)
  }
}

/// The answer of fnmatch(3) for ASCII; nil where its locale or a NUL would matter.
private func fnmatched(_ pattern: String, _ text: String) -> Bool? {
  let isPlain = (pattern + text).utf8.allSatisfy { 0x01...0x7E ~= $0 }
  // It may take long for many stars.
  guard isPlain, pattern.utf8.count <= 64 else { return nil }
  return fnmatch(pattern, text, 0) == 0
}

private func hexEscape(_ byte: UInt8) -> String {
  (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16)
}

extension String {
  fileprivate func inQuotes(_ quote: String) -> String { quote + self + quote }
}

extension Allowance {
  /// Each character of the longest name of a device against each of a set: 4 ns.
  fileprivate static let match = Allowance(fixed: 2_000_000, perByte: 1024)
}
