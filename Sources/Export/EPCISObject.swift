// SPDX-License-Identifier: Apache-2.0

// A GS1 key names one thing or a class of things, and an event lists the one in epcList and the other
// in quantityList (EPCIS 2.0 section 7.3.3, CBV 2.0 section 8). Places and parties are no objects; a
// record of them is no object event.

import GS1

/// The object of an event.
enum EPCISObject: Equatable {
  /// One thing, by its GS1 Digital Link URI.
  case instance(String)
  /// Things of one class or lot, by their URI; `isCounted` is true if they are counted in pieces.
  case kind(String, isCounted: Bool)

  /// The object that a record's `identity` names; nil if it names none.
  init?(identity: String) {
    guard identity.hasPrefix(digitalLinkStem) else { return nil }
    let parts = identity.dropFirst(digitalLinkStem.count).split(separator: "/")
    guard parts.count == 2 || parts.count == 4 else { return nil }
    let (key, value) = (parts[0], parts[1])
    let qualifier = parts.count == 4 ? parts[2] : nil
    let plain = "\(digitalLinkStem)\(key)/\(value)"
    // A GTIN with the indicator 9 is of things that are weighed, not counted.
    let isCounted = !(["01", "8006"].contains(key) && value.first == "9")
    switch (key, qualifier) {
    case ("01", "21"?), ("01", "235"?), ("8006", "21"?), ("8010", "8011"?):
      self = .instance(identity)
    case ("01", "10"?), ("8006", "10"?):
      self = .kind(identity, isCounted: isCounted)
    case ("01", _), ("8006", _), ("8010", _):
      self = .kind(plain, isCounted: isCounted)
    case ("8003", _):
      self = Self.withSerial(plain, value, after: 14)
    case ("253", _), ("255", _):
      self = Self.withSerial(plain, value, after: 13)
    case ("00", _), ("401", _), ("402", _), ("8004", _), ("8017", _), ("8018", _):
      self = .instance(plain)
    default:
      return nil
    }
  }

  /// Of keys whose serial number is the end of the value, from a place on.
  private static func withSerial(
    _ uri: String, _ value: Substring, after length: Int
  ) -> EPCISObject {
    value.utf8.count > length ? .instance(uri) : .kind(uri, isCounted: true)
  }
}

/// The start of every canonical GS1 Digital Link URI, up to its first key.
let digitalLinkStem = DigitalLink.canonicalStem + "/"
