// SPDX-License-Identifier: Apache-2.0

/// The longest URI that is written, in bytes.
private let longestWrittenURI = 16382

/// The reason why elements cannot be written as a GS1 Digital Link URI.
public enum DigitalLinkError: Error, Hashable, Sendable {
  /// The data have faults.
  case notValid
  /// No primary key is among them.
  case noKey
  /// An AI is allowed neither after the key nor in the query.
  case notAnAttribute(ApplicationIdentifier)
  /// A value of the path is `.` or `..`, which programs would take for a relative path.
  case dotSegment(ApplicationIdentifier)
  /// The URI would have more than 16382 bytes.
  case tooLong
}

extension DigitalLinkError: CustomStringConvertible {
  /// A sentence for a person.
  public var description: String {
    switch self {
    case .notValid: "The data have faults."
    case .noKey: "No element is a primary key of GS1 Digital Link."
    case .notAnAttribute(let ai): "\(ai) \(ai.title) is not allowed in the query of a URI."
    case .dotSegment(let ai): "\(ai) \(ai.title) consists of dots, which a URI's path cannot hold."
    case .tooLong: "The URI would be longer than \(longestWrittenURI) bytes."
    }
  }
}

extension Reading {
  /// Writes all elements as a GS1 Digital Link URI below `stem`.
  ///
  /// The path begins with the first primary key of the data and its qualifiers; the other elements
  /// are in the query, those of predefined length first. Elements from a URI keep their path. (GS1
  /// Digital Link Standard: URI Syntax, section 4.)
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

  /// The possible paths, the best one first: sorted by length, then by their AIs.
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

  /// The elements that are not in the path, each AI once, those of predefined length first.
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
  /// True if the value is `.` or `..`.
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
  /// True if it is allowed in the query of a GS1 Digital Link URI.
  public var isAttribute: Bool { entry.flags.contains(.attribute) }
}

// A scan identifies its subject by one GS1 key, with the qualifier that makes it one item or one
// lot. The canonical GS1 Digital Link URI of both is the name that EPCIS uses (EPCIS 2.0, section
// 8.2; GS1 Digital Link Standard: URI Syntax, section 4).

/// A GS1 key and the qualifiers that narrow the identity.
private struct KeyRule {
  let key: ApplicationIdentifier
  /// The first of these that is present is appended.
  let qualifiers: [ApplicationIdentifier]
}

/// The keys by priority.
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
  /// The canonical URI of the subject, such as `https://id.gs1.org/01/09506000134352/21/A1`; nil if
  /// the elements have no key.
  ///
  /// The SSCC has priority over the GTIN, the GTIN over the ITIP, and that over the other keys. A
  /// serial number makes the subject one item; a lot number without a serial number makes it one
  /// lot.
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
