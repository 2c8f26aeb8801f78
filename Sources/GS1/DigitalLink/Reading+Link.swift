// SPDX-License-Identifier: Apache-2.0

/// The longest URI that is written, in bytes.
private let longestWrittenURI = 16382

/// Why elements cannot be a GS1 Digital Link URI.
public enum DigitalLinkError: Error, Hashable, Sendable {
  /// Something is wrong with the elements themselves.
  case notValid
  /// No primary key is among them.
  case noKey
  /// An AI may stand neither behind the key nor in the query.
  case notAnAttribute(ApplicationIdentifier)
  /// A value of the path is `.` or `..`, which programs would take for a step in the path.
  case dotSegment(ApplicationIdentifier)
  /// The URI would have more than 16382 bytes.
  case tooLong
}

extension DigitalLinkError: CustomStringConvertible {
  /// A sentence for a person.
  public var description: String {
    switch self {
    case .notValid: "The elements are not valid."
    case .noKey: "No element is a primary key of GS1 Digital Link."
    case .notAnAttribute(let ai): "\(ai) \(ai.title) may not stand in the query of a URI."
    case .dotSegment(let ai): "\(ai) \(ai.title) consists of dots, which a URI's path cannot hold."
    case .tooLong: "The URI would be longer than \(longestWrittenURI) bytes."
    }
  }
}

extension Reading {
  /// Writes all elements as a GS1 Digital Link URI below `stem`.
  ///
  /// The first primary key of the data begins the path, with as many of its qualifiers as are there;
  /// the other elements are in the query, those of predefined length first. What was read from a URI
  /// keeps its path. (GS1 Digital Link Standard: URI Syntax, section 4.)
  public func digitalLink(
    of data: Span<UInt8>, stem: String = DigitalLink.canonicalStem
  ) throws(DigitalLinkError) -> String {
    guard isValid else { throw .notValid }
    guard let key = elements.first(where: \.ai.isKey) else { throw .noKey }
    var fault: DigitalLinkError?
    for path in paths(from: key) {
      let query = attributes(besides: path)
      if let misplaced = query.first(where: { !$0.ai.isAttribute }) {
        fault = fault ?? .notAnAttribute(misplaced.ai)
      } else {
        return try link(path, query, data, stem)
      }
    }
    throw fault ?? .noKey
  }

  private func link(
    _ path: [Element], _ query: [Element], _ data: Span<UInt8>, _ stem: String
  ) throws(DigitalLinkError) -> String {
    var uri = URIWriter(stem: stem)
    for element in path {
      if element.isDots(in: data) { throw .dotSegment(element.ai) }
      uri.addSegment(element, data)
    }
    for element in query { uri.addParameter(element, data) }
    guard uri.count <= longestWrittenURI else { throw .tooLong }
    return uri.text
  }

  /// The paths that the elements can make, the best first: the longest, then as their AIs sort.
  private func paths(from key: Element) -> [[Element]] {
    let given = elements.filter { $0.form == .percentEncoded(query: false) }
    guard given.isEmpty else { return [given] }
    var paths: [[Element]] = []
    for row in keySequences.indices where keySequences[row].key == key.ai.index {
      var path = [key]
      for place in keySequences[row].qualifiers.indices {
        let qualifier = keySequences[row].qualifiers[place]
        if let element = elements.first(where: { $0.ai.index == qualifier }) {
          path.append(element)
        }
      }
      paths.append(path)
    }
    if paths.isEmpty { paths = [[key]] }
    return paths.sorted { left, right in
      left.count == right.count
        ? left.lexicographicallyPrecedes(right) { $0.ai < $1.ai } : left.count > right.count
    }
  }

  /// The elements that the path does not have, each AI once, those of predefined length first.
  private func attributes(besides path: [Element]) -> [Element] {
    var query: [Element] = []
    for isFixed in [true, false] {
      for element in elements where element.ai.hasPredefinedLength == isFixed {
        let isWritten = { (other: Element) in other.ai == element.ai }
        if !path.contains(where: isWritten), !query.contains(where: isWritten) {
          query.append(element)
        }
      }
    }
    return query
  }
}

extension Element {
  /// Whether the value is `.` or `..`.
  fileprivate func isDots(in data: Span<UInt8>) -> Bool {
    var bytes = ValueBytes(self)
    var count = 0
    while let byte = bytes.next(in: data) {
      count += 1
      if byte != 0x2E || count > 2 { return false }
    }
    return count > 0
  }
}

extension ApplicationIdentifier {
  /// Whether it may stand in the query of a GS1 Digital Link URI.
  public var isAttribute: Bool { entry.flags.contains(.attribute) }
}

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
      var uri = URIWriter(stem: DigitalLink.canonicalStem)
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
