// SPDX-License-Identifier: Apache-2.0

// What a scan is about is one GS1 key, with the qualifier that makes it one item or one lot. Its
// canonical GS1 Digital Link URI is the name by which EPCIS knows it (EPCIS 2.0, section 8.2; GS1
// Digital Link Standard: URI Syntax, section 4).

/// A GS1 key and those of its qualifiers that make the identity narrower.
private struct KeyRule {
  let key: ApplicationIdentifier
  /// The first of these that is there is appended.
  let qualifiers: [ApplicationIdentifier]
}

/// In the order in which a key decides what the scan is about.
private let keyRules = [
  KeyRule(key: .sscc, qualifiers: []),
  KeyRule(key: .gtin, qualifiers: [.serial, .thirdPartySerial, .lot, .consumerProductVariant]),
  KeyRule(key: .itip, qualifiers: [.serial, .lot, .consumerProductVariant]),
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
  KeyRule(key: .party, qualifiers: [.importer]),
  KeyRule(key: .gln, qualifiers: [.glnExtension, .importer]),
]

extension Reading {
  /// The name of what the elements are about, such as
  /// `https://id.gs1.org/01/09506000134352/21/A1`; nil if no key is among them.
  ///
  /// The key decides, in this order: SSCC, GTIN, ITIP, and the others. A serial number makes it one
  /// item, a lot number, where there is no serial, one lot.
  public func identity(of data: Span<UInt8>) -> String? {
    for rule in keyRules {
      guard let key = self[rule.key] else { continue }
      var uri = URIWriter(stem: canonicalStem)
      uri.addSegment(key, data)
      for qualifier in rule.qualifiers {
        guard let element = self[qualifier] else { continue }
        uri.addSegment(element, data)
        break
      }
      return uri.text
    }
    return nil
  }
}
