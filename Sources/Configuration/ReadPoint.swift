// SPDX-License-Identifier: Apache-2.0

/// A read point: the URI of a place in EPCIS.
enum ReadPoint {
  /// Checks an http, https or urn URI (RFC 3986, RFC 8141).
  static func parse(_ text: String) throws(ValueError) -> String {
    guard hasURICharacters(text) else {
      throw .malformed(
        text, expected: "a URI: write blanks and other special characters as %20 and so on")
    }
    let parts = text.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let scheme = parts.first.map { String(Substring($0)).lowercased() } ?? ""
    let rest = parts.dropFirst().first.map { String(Substring($0)) } ?? ""
    switch scheme {
    case "http", "https": if hasHost(rest) { return text }
    case "urn": if hasNamespace(rest) { return text }
    default: break
    }
    throw .malformed(
      text, expected: "an http, https or urn URI such as https://id.gs1.org/414/9506000134352")
  }

  private static func hasURICharacters(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      guard bytes[index] == UInt8(ascii: "%") else { return isURIByte(bytes[index]) }
      return bytes[(index + 1)...].prefix(2).filter { hexDigit($0) != nil }.count == 2
    }
  }

  /// unreserved, gen-delims and sub-delims of RFC 3986.
  private static func isURIByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: Array("-._~:/?#[]@!$&'()*+,;=".utf8).contains(byte)
    }
  }

  private static func hasHost(_ rest: String) -> Bool {
    guard rest.utf8.starts(with: "//".utf8) else { return false }
    let host = rest.utf8.dropFirst(2).first
    return host.map { !"/?#:".utf8.contains($0) } ?? false
  }

  /// `NID:NSS`, both not empty.
  private static func hasNamespace(_ rest: String) -> Bool {
    let parts = rest.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
  }
}
