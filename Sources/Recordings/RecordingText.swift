// SPDX-License-Identifier: Apache-2.0

// Text in a recording is quoted. A control character is written as its name or number in braces,
// `{GS}` or `{0x1D}`, a quote as `{0x22}`, and an opening brace as `{{`.

import Wedge

/// The conversion between bytes and quoted text.
enum RecordingText {
  /// Quotes bytes.
  static func quote(_ bytes: some Sequence<UInt8>) -> String {
    "\"" + bytes.map(escape).joined() + "\""
  }

  /// The bytes of the text between two quotes.
  static func unescape(_ text: Substring) throws(RecordingError.Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while let next = rest.first {
      if next != "{" {
        bytes.append(contentsOf: String(rest.removeFirst()).utf8)
      } else if rest.hasPrefix("{{") {
        bytes.append(UInt8(ascii: "{"))
        rest = rest.dropFirst(2)
      } else {
        guard let end = rest.firstIndex(of: "}"),
          let byte = byte(named: rest[rest.index(after: rest.startIndex)..<end])
        else { throw .badText(String(text)) }
        bytes.append(byte)
        rest = rest[rest.index(after: end)...]
      }
    }
    return bytes
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "{"): return "{{"
    case ..<0x20: return "{\(controlNames[Int(byte)])}"
    case UInt8(ascii: "\""), 0x7F...:
      return "{0x\(String(byte, radix: 16, uppercase: true))}"
    default: return String(Unicode.Scalar(byte))
    }
  }

  private static func byte(named name: Substring) -> UInt8? {
    if let control = controlNames.firstIndex(of: String(name)) { return UInt8(control) }
    return name.hasPrefix("0x") ? UInt8(name.dropFirst(2), radix: 16) : nil
  }

  /// The names of ASCII's control characters (ISO/IEC 646), 0x00 to 0x1F.
  private static let controlNames = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
  ]
}

extension Capture {
  /// The capture as a line of a recording's expected result: `whole` or the cause, the quoted data,
  /// then `unterminated` and `lacks-affix` where they apply.
  public var outcomeLine: String {
    var words = [cause?.name ?? "whole", RecordingText.quote(data)]
    if isUnterminated { words.append("unterminated") }
    if lacksAffix { words.append("lacks-affix") }
    return words.joined(separator: " ")
  }
}
