// SPDX-License-Identifier: Apache-2.0

// A place may be configured as an EPC URN, or as a GS1 Digital Link URI on somebody's own domain.
// The eventID has one spelling for all of them (CBV 2.0, section 8.9): https://id.gs1.org/414/… and
// the number alone. Anything that names no place in GS1's way stays as it is.

import GS1
import TerminalIO

/// The URI of a place as the eventID spells it.
func canonicalPlace(_ uri: String) -> String {
  let link = uri.hasPrefix("urn:") ? placeOfURN(uri) : placeOfLink(uri)
  return link.map { digitalLinkStem + $0 } ?? uri
}

/// `urn:epc:id:sgln:9506000.13435.dock-1` is `414/9506000134352/254/dock-1`
/// (EPC Tag Data Standard, sections 6.3.3 and 6.3.19).
private func placeOfURN(_ uri: String) -> String? {
  let schemes = [("urn:epc:id:sgln:", "414"), ("urn:epc:id:pgln:", "417")]
  guard let (scheme, key) = schemes.first(where: { uri.hasPrefix($0.0) }) else { return nil }
  let parts = uri.dropFirst(scheme.count).split(
    separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
  guard parts.count == (key == "414" ? 3 : 2), (6...12).contains(parts[0].count) else { return nil }
  let digits = String(parts[0] + parts[1])
  guard digits.utf8.count == 12, let digit = checkDigit(for: digits) else { return nil }
  let number = "\(digits)\(digit)"
  guard key == "414", parts[2] != "0" else { return "\(key)/\(number)" }
  guard isExtension(parts[2]) else { return nil }
  return "414/\(number)/254/\(escapedExtension(parts[2]))"
}

/// `https://example.com/gln/9506000134352?x` is `414/9506000134352`.
private func placeOfLink(_ uri: String) -> String? {
  guard uri.hasPrefix("https://") || uri.hasPrefix("http://"), uri.contains(".") else { return nil }
  let path = uri.prefix { $0 != "?" }
  let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(named)
  guard let place = parts.firstIndex(where: { ["414", "417"].contains($0) }), place >= 3,
    place + 1 < parts.count, !parts[..<place].contains(where: otherKeys.contains)
  else { return nil }
  let (key, number, rest) = (parts[place], parts[place + 1], parts[(place + 2)...])
  guard number.utf8.count == 13, number.utf8.allSatisfy(isDigit) else { return nil }
  if rest.isEmpty { return "\(key)/\(number)" }
  guard key == "414", rest.count == 2, rest.first == "254", let end = rest.last,
    isExtension(Substring(end)), !end.contains(where: { "%!()*+,:".contains($0) })
  else { return nil }
  return "414/\(number)/254/\(end)"
}

/// A link in which one of these comes first is about something else.
private let otherKeys: Set<String> = [
  "00", "01", "253", "255", "401", "402", "sscc", "gtin", "gdti", "gcn", "ginc", "gsin",
]

private func named(_ segment: Substring) -> String {
  ["gln": "414", "party": "417"][segment] ?? String(segment)
}

/// AI (254): at most 20 characters, escapes counted as one.
private func isExtension(_ text: Substring) -> Bool {
  let escapes = text.utf8.count(where: { $0 == UInt8(ascii: "%") })
  return (1...20).contains(text.utf8.count - 2 * escapes)
    && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"#?/&$[]~@\"".utf8.contains($0) }
}

private func escapedExtension(_ text: Substring) -> String {
  text.map { "!()*+,:".contains($0) ? DigitalLink.percentEncoded("\($0)") : "\($0)" }.joined()
}
