// SPDX-License-Identifier: Apache-2.0

// A label, a USB string or a name may hold escape sequences, line ends or characters that reverse
// the text around them. `visible` is the only way by which such text reaches a terminal or a log.

/// Outside text made safe to show on a terminal or in a log.
///
/// C0, DEL, C1, bidirectional and other format characters and line separators are shown by name or
/// number in braces (`{GS}`, `{ESC}`, `{U+202E}`); everything else stays.
public func visible(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    if mustBeShown(scalar) {
      shown += "{\(name(of: scalar))}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}

/// Outside bytes made safe to show: UTF-8 as `visible(_:)` shows it, every other byte as `{0xFF}`.
public func visible(bytes: some Sequence<UInt8>) -> String {
  let bytes = Array(bytes)
  if let text = String(validating: bytes, as: UTF8.self) { return visible(text) }
  return bytes.map { $0 < 0x80 ? visible(String(Unicode.Scalar($0))) : "{0x\(hex($0, width: 2))}" }
    .joined()
}

/// True if a character acts on the terminal or on the text around it instead of being seen.
func mustBeShown(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value < 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
    .unassigned:
    return true
  default:
    return scalar.properties.isDefaultIgnorableCodePoint
  }
}

/// The names of ASCII's control characters (ISO/IEC 646), 0x00 to 0x1F.
private let controlNames = [
  "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR",
  "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
  "FS", "GS", "RS", "US",
]

private func name(of scalar: Unicode.Scalar) -> String {
  if scalar.value < 0x20 { return controlNames[Int(scalar.value)] }
  return scalar.value == 0x7F ? "DEL" : "U+\(hex(scalar.value, width: 4))"
}

private func hex(_ value: some BinaryInteger, width: Int) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
