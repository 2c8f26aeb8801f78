// SPDX-License-Identifier: Apache-2.0

// Two systems that know the same event give it the same name: the hash of its fields in an order
// and a spelling that are laid down (CBV 2.0, section 8.9, "EPCIS event hash"). Sent twice, an
// event is known again.

extension EPCISEvent {
  /// The event's name: `ni:///sha-256;…?ver=CBV2.0` (RFC 6920).
  var id: String {
    "ni:///sha-256;\(SHA256.hexadecimal(Array(canonicalText.utf8)))?ver=CBV2.0"
  }

  /// The text that is hashed: names and values in the canonical order, nothing between; fields of
  /// our own come last, in the order of their names.
  var canonicalText: String {
    var text = "eventType=ObjectEventeventTime=\(time)eventTimeZoneOffset=\(offset)"
    switch object {
    case .instance(let uri):
      text += "epcListepc=\(uri)"
    case .kind(let uri, let isCounted):
      text += "quantityListquantityElementepcClass=\(uri)" + (isCounted ? "quantity=1" : "")
    }
    text += "action=OBSERVE"
    if let step { text += "bizStep=\(step.uri)" }
    if let readPoint { text += "readPointid=\(canonicalPlace(readPoint))" }
    if let cursor { text += "{\(scandNamespace)}cursor=\(cursor)" }
    if let expiry { text += "{\(scandNamespace)}expiry=\(expiry)" }
    if let lot { text += "{\(scandNamespace)}lot=\(lot)" }
    return text
  }
}
