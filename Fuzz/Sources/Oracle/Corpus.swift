// SPDX-License-Identifier: Apache-2.0

// Inputs are kept as text, one a line: visible ASCII stands for itself, every other byte and the
// backslash are written `\x1d`. Empty lines and lines that begin with `#` are not inputs; an input
// that begins with `#` is written with `\x23`.

/// Inputs as lines of text.
public enum Corpus {
  /// The inputs of a text, each with the number of its line, from 1; nil for a line that is not
  /// one.
  public static func inputs(of text: [UInt8]) -> [(line: Int, input: [UInt8]?)] {
    text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      .filter { !$1.isEmpty && $1.first != 0x23 }
      .map { ($0 + 1, input(of: Array($1))) }
  }

  /// The line for an input, without its end.
  public static func line(of input: [UInt8]) -> String {
    var line = ""
    for (place, byte) in input.enumerated() {
      // Editors remove spaces from the ends of lines.
      let isVisible = 0x21...0x7E ~= byte || (byte == 0x20 && place < input.count - 1)
      if isVisible, byte != 0x5C, byte != 0x23 || place > 0 {
        line.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        line += (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16)
      }
    }
    return line
  }

  /// The input of a line, or nil if the line is malformed.
  public static func input(of line: [UInt8]) -> [UInt8]? {
    var input: [UInt8] = []
    var rest = line[...]
    while let byte = rest.popFirst() {
      guard 0x20...0x7E ~= byte else { return nil }
      guard byte == 0x5C else {
        input.append(byte)
        continue
      }
      guard rest.popFirst() == 0x78, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      input.append(value)
      rest = rest.dropFirst(2)
    }
    return input
  }
}
