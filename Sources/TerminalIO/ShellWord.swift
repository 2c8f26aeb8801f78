// SPDX-License-Identifier: Apache-2.0

/// A text as one word of sh(1), in quotes if it needs them.
package func shellWord(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy {
    isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
      || "/._-+:@".utf8.contains($0)
  }
  if isPlain, !text.isEmpty { return text }
  let parts = text.split(separator: "'", omittingEmptySubsequences: false)
  return "'" + parts.joined(separator: #"'\''"#) + "'"
}
