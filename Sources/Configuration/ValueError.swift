// SPDX-License-Identifier: Apache-2.0

import Wire

/// Why a value is refused.
enum ValueError: Error, Equatable {
  /// It is none of the names there are.
  case unknown(String, allowed: [String])
  /// It cannot be read as what it has to be; `expected` says what that is.
  case malformed(String, expected: String)
  /// It is smaller or larger than makes sense.
  case outOfRange(String, allowed: String)

  /// The sentence for people; safe to show.
  var text: String {
    switch self {
    case .unknown(let value, let allowed):
      let hint = nearestName(to: value, among: allowed).map { "; did you mean \($0)?" } ?? ""
      return "\"\(shown(value))\" is not allowed, only \(allowed.joined(separator: ", "))\(hint)"
        + commentHint(value)
    case .malformed(let value, let expected):
      return "\"\(shown(value))\" is not \(expected)" + commentHint(value)
    case .outOfRange(let value, let allowed):
      return "\"\(shown(value))\" is out of range; allowed is \(allowed)"
    }
  }
}

/// What people trip over who are used to other files: a comment cannot follow a value.
private func commentHint(_ value: String) -> String {
  let bytes = Array(value.utf8)
  let hasComment = zip(bytes, bytes.dropFirst()).contains { before, byte in
    isBlank(before) && (byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";"))
  }
  return hasComment ? "; a comment needs a line of its own" : ""
}
