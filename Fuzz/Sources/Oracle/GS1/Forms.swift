// SPDX-License-Identifier: Apache-2.0

import GS1

/// The forms in which fields are written, to be read again.
enum Forms {
  /// An element string with the symbology identifier of GS1-128.
  static func elementString(_ fields: [Field]) -> [UInt8] {
    var data = Array("]C1".utf8)
    for (position, field) in fields.enumerated() {
      data += Array(field.ai.code.utf8) + field.value
      if !field.ai.hasPredefinedLength, position < fields.count - 1 { data.append(0x1D) }
    }
    return data
  }

  /// Elements with their AIs in parentheses, without a symbology identifier.
  static func bracketed(_ fields: [Field]) -> [UInt8] {
    fields.flatMap { [0x28] + Array($0.ai.code.utf8) + [0x29] + $0.value }
  }

  /// A Digital Link URI with these fields in its path and its query, all values escaped.
  static func digitalLink(path: [Field], query: [Field]) -> [UInt8] {
    var uri = Array("https://id.gs1.org".utf8)
    for field in path { uri += [0x2F] + Array(field.ai.code.utf8) + [0x2F] + escaped(field.value) }
    for (position, field) in query.enumerated() {
      uri +=
        [position == 0 ? 0x3F : 0x26] + Array(field.ai.code.utf8) + [0x3D] + escaped(field.value)
    }
    return uri
  }

  /// The bytes with a percent sign and two hexadecimal digits for all but digits and letters.
  private static func escaped(_ value: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return value.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: [byte]
      default: [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }

  /// The bytes with escapes undone. A plus sign in a query is a space; other bytes stand for
  /// themselves.
  static func unescaped(_ bytes: ArraySlice<UInt8>, query: Bool) -> [UInt8] {
    var plain: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == 0x25, digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let value = UInt8(digits, radix: 16)
      {
        plain.append(value)
        rest = rest.dropFirst(2)
      } else {
        plain.append(byte == 0x2B && query ? 0x20 : byte)
      }
    }
    return plain
  }
}
