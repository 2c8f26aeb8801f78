// SPDX-License-Identifier: Apache-2.0

import Wire

/// The reason why a value is refused.
enum ValueError: Error, Equatable {
  /// The value is not one of the allowed names.
  case unknown(String, allowed: [String])
  /// The value is not what `expected` describes.
  case malformed(String, expected: String)
  /// The value is not in the allowed range.
  case outOfRange(String, allowed: String)

  /// The reason as a sentence; safe to show.
  var text: String {
    switch self {
    case .unknown(let value, let allowed):
      let hint = nearestName(to: value, among: allowed).map { "; did you mean \($0)?" } ?? ""
      return "\"\(shown(value))\" is not one of \(allowed.joined(separator: ", "))\(hint)"
        + commentHint(value)
    case .malformed(let value, let expected):
      return "\"\(shown(value))\" is not \(expected)" + commentHint(value)
    case .outOfRange(let value, let allowed):
      return "\"\(shown(value))\" is out of range; the range is \(allowed)"
    }
  }
}

/// The hint that a comment cannot follow a value, as it can in other files.
private func commentHint(_ value: String) -> String {
  let bytes = Array(value.utf8)
  let hasComment = zip(bytes, bytes.dropFirst()).contains { before, byte in
    isBlank(before) && (byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";"))
  }
  return hasComment ? "; a comment needs a line of its own" : ""
}
