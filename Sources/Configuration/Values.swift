// SPDX-License-Identifier: Apache-2.0

// The kinds of values of keys, with one parser each: from the text after "=" to the typed value.

import Wire

/// The parsers of values that several settings share.
enum Value {
  /// A boolean as in systemd.syntax(7), in either case.
  static func boolean(_ text: String) throws(ValueError) -> Bool {
    switch text.utf8.count <= longestChoice ? text.lowercased() : "" {
    case "1", "yes", "y", "true", "t", "on": return true
    case "0", "no", "n", "false", "f", "off": return false
    default: throw .unknown(text, allowed: ["yes", "no"])
    }
  }

  /// A parser for one of `names`, which `make` converts to the value.
  static func choice<Choice>(
    _ names: [String], _ make: @escaping @Sendable (String) -> Choice?
  ) -> @Sendable (String) throws(ValueError) -> Choice {
    { (text: String) throws(ValueError) in
      guard text.utf8.count <= longestChoice, let choice = make(text) else {
        throw .unknown(text, allowed: names)
      }
      return choice
    }
  }

  /// The name of a station or step: at most 64 of a-z 0-9 . _ -, the first a letter or digit.
  static func name(_ text: String) throws(ValueError) -> String {
    let isWhole = text.utf8.allSatisfy(isNameByte) && text.utf8.count <= longestName
    if isWhole, let first = text.utf8.first, isLowerLetterOrDigit(first) { return text }
    throw .malformed(text, expected: "a name: " + nameFault(text))
  }

  /// USB vendor or product numbers of four hexadecimal digits, in lower case.
  static func usbNumbers(_ text: String) throws(ValueError) -> [String] {
    let numbers = try words(in: text, escapes: .decode)
    for number in numbers where number.count != 4 || number.contains(where: { hexDigit($0) == nil })
    {
      let word = String(decoding: number, as: UTF8.self)
      throw .malformed(word, expected: "four hexadecimal digits such as 0c2e")
    }
    return numbers.map { String(decoding: $0, as: UTF8.self).lowercased() }
  }

  /// A parser for a string of at most `longest` bytes, with or without quotes and escapes.
  static func bytes(atMost longest: Int) -> @Sendable (String) throws(ValueError) -> [UInt8] {
    { (text: String) throws(ValueError) in
      let words = try words(in: text, escapes: .decode)
      guard words.count == 1, let word = words.first else {
        throw .malformed(text, expected: "one word; put quotes around blanks")
      }
      guard word.count <= longest else {
        throw .outOfRange(text, allowed: "up to \(longest) bytes")
      }
      return word
    }
  }

  /// A parser for an absolute path of at most `longest` bytes without "." and "..".
  static func path(atMost longest: Int) -> @Sendable (String) throws(ValueError) -> String {
    { (text: String) throws(ValueError) in
      guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count <= longest else {
        throw .malformed(text, expected: "an absolute path of at most \(longest) bytes")
      }
      let parts = text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
      guard visible(text) == text, !parts.contains("."), !parts.contains("..") else {
        throw .malformed(text, expected: "a plain path: no \".\", \"..\" or control characters")
      }
      return text
    }
  }
}

private let longestName = 64

/// No choice has more bytes. Strings are compared only up to here: unlike that of bytes, their
/// comparison costs the square of their length.
private let longestChoice = 64

private func isLowerLetterOrDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isNameByte(_ byte: UInt8) -> Bool {
  isLowerLetterOrDigit(byte) || [".", "_", "-"].contains(UnicodeScalar(byte))
}

/// The error in a name, and a similar valid name.
private func nameFault(_ text: String) -> String {
  let wrong = text.unicodeScalars.filter { !$0.isASCII || !isNameByte(UInt8($0.value)) }
  var seen: Set<Unicode.Scalar> = []
  let each = wrong.filter { seen.insert($0).inserted }.prefix(5).map(described)
  let fault =
    if !each.isEmpty {
      "it may not contain \(each.joined(separator: ", ")), only a-z, 0-9, \".\", \"_\" and \"-\""
    } else if text.utf8.count > longestName {
      "it has \(text.utf8.count) characters, \(longestName) are allowed"
    } else {
      "it begins with \(text.unicodeScalars.first.map(described) ?? "nothing"), not a-z or 0-9"
    }
  return fault + (nameLike(text).map { "; try \($0)" } ?? "")
}

private func described(_ scalar: Unicode.Scalar) -> String {
  if scalar == " " { return "a space" }
  if ("A"..."Z").contains(scalar) { return "the capital \(scalar)" }
  return "\"\(visible(String(scalar)))\""
}

/// The name most similar to `text`; nil if none is.
private func nameLike(_ text: String) -> String? {
  let ascii = text.lowercased().utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "-") }
  let start = ascii.drop { !isLowerLetterOrDigit($0) }.prefix(longestName)
  return start.isEmpty ? nil : String(decoding: start, as: UTF8.self)
}
