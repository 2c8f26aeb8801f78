// SPDX-License-Identifier: Apache-2.0

// Which GS1 key a label carries decides what the scan is about: a logistic unit (SSCC), one item
// (GTIN and serial), a lot (GTIN and lot), or another key with its qualifiers. The identity is the
// canonical GS1 Digital Link URI of that key (GS1 Digital Link URI Syntax, section 4).

import GS1
import Wire

extension Subject {
  /// What the understood element strings of `reading` identify.
  ///
  /// - Parameter year: the current year, for the century of a date with two digits.
  public init(_ reading: Reading, _ data: Span<UInt8>, year: Int) {
    self.init()
    sscc = reading[.sscc]?.value(of: data)
    gtin = (reading[.gtin] ?? reading[.content])?.value(of: data)
    lot = reading[.lot]?.value(of: data)
    serial = reading[.serial]?.value(of: data)
    if let date = reading[.expiry]?.date(of: data, currentYear: year) { expiry = date.description }
    identity = identityOf(reading, data)
    tracking = level(reading)
  }

  private func level(_ reading: Reading) -> TrackingLevel {
    if sscc != nil { return .unit }
    if reading[.gtin] != nil || reading[.itip] != nil {
      switch (serial, lot) {
      case (_?, _?): return .both
      case (_?, nil): return .serial
      case (nil, _?): return .lot
      case (nil, nil): return .none
      }
    }
    return isIndividual(reading) ? .serial : .none
  }

  /// Whether a key other than the GTIN names one thing and not a kind of things.
  private func isIndividual(_ reading: Reading) -> Bool {
    reading[.giai] != nil
      || (reading[.grai]?.range.count ?? 0) > 14
      || (reading[.gdti]?.range.count ?? 0) > 13
      || reading[.cpidSerial] != nil
  }
}

/// A GS1 key and those of its qualifiers that make the identity narrower.
private struct KeyRule {
  let key: ApplicationIdentifier
  /// The first of these that is there is appended.
  let qualifiers: [ApplicationIdentifier]
}

/// In the order in which a key decides what the scan is about.
private let keyRules = [
  KeyRule(key: .sscc, qualifiers: []),
  KeyRule(key: .gtin, qualifiers: [.serial, .lot]),
  KeyRule(key: .itip, qualifiers: [.serial, .lot]),
  KeyRule(key: .grai, qualifiers: []),
  KeyRule(key: .giai, qualifiers: []),
  KeyRule(key: .gdti, qualifiers: []),
  KeyRule(key: .gcn, qualifiers: []),
  KeyRule(key: .cpid, qualifiers: [.cpidSerial]),
  KeyRule(key: .gsrnProvider, qualifiers: [.serviceInstance]),
  KeyRule(key: .gsrnRecipient, qualifiers: [.serviceInstance]),
  KeyRule(key: .ginc, qualifiers: []),
  KeyRule(key: .gsin, qualifiers: []),
  KeyRule(key: .gmn, qualifiers: []),
  KeyRule(key: .payTo, qualifiers: [.paymentReference]),
  KeyRule(key: .party, qualifiers: []),
  KeyRule(key: .gln, qualifiers: [.glnExtension]),
]

private func identityOf(_ reading: Reading, _ data: Span<UInt8>) -> String? {
  for rule in keyRules {
    guard let key = reading[rule.key] else { continue }
    let qualifier = rule.qualifiers.lazy.compactMap { reading[$0] }.first
    var uri = "https://id.gs1.org" + segment(key, data)
    if let qualifier { uri += segment(qualifier, data) }
    return uri
  }
  return nil
}

/// `/AI/value`, with all but RFC 3986's unreserved characters percent-encoded.
private func segment(_ element: Element, _ data: Span<UInt8>) -> String {
  var text = "/\(element.ai.code)/"
  for byte in element.value(of: data).utf8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      text.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      text += byte < 16 ? "%0" : "%"
      text += String(byte, radix: 16, uppercase: true)
    }
  }
  return text
}
