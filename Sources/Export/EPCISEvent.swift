// SPDX-License-Identifier: Apache-2.0

// An accepted record is an ObjectEvent with the action OBSERVE: the thing was seen, and nothing is
// said of its state. Such an event has no ilmd (that is for the event that creates a thing), so
// what a label says besides, the lot of an item and the expiry, stands in fields of our own
// namespace. So does the cursor: two stations that scan the same lot in the same millisecond saw it
// twice, and without it their events would have the same eventID.

import GS1
import Wire

/// One EPCIS ObjectEvent.
struct EPCISEvent: Equatable {
  /// The time of the scan in UTC, to the millisecond, as in the eventID.
  let time: String
  /// The offset of the local time there and then: `+01:00`.
  let offset: String
  /// The scanned object.
  let object: EPCISObject
  /// The business step.
  let step: BusinessStep?
  /// The read point as configured.
  let readPoint: String?
  /// The record's place in its journal.
  let cursor: Int64?
  /// The lot of one item, as the URI of that lot.
  let lot: String?
  /// The expiry: `2027-06-30`.
  let expiry: String?

  /// The event of a record; nil if it was not accepted or names no object.
  ///
  /// - Parameter secondsEast: the offset of the local time at a moment.
  init?(_ record: Record, secondsEast: (Timestamp) -> Int) {
    guard record.verdict == .accepted, let identity = record.subject.identity,
      let object = EPCISObject(identity: identity)
    else { return nil }
    // Cut and not rounded: a later millisecond may be one of tomorrow.
    time = record.time.description.prefix(23) + "Z"
    offset = zoneOffset(secondsEast: secondsEast(record.time))
    self.object = object
    step = record.step.map(BusinessStep.init(step:))
    readPoint = record.readPoint
    cursor = record.cursor
    lot = Self.lot(of: object, record.subject)
    expiry = record.subject.expiry
  }

  private static func lot(of object: EPCISObject, _ subject: Subject) -> String? {
    guard case .instance(let uri) = object, let gtin = subject.gtin, let lot = subject.lot,
      uri.hasPrefix("\(digitalLinkStem)01/")
    else { return nil }
    return DigitalLink.canonicalURI(of: (.gtin, gtin), (.lot, lot))
  }
}

/// An offset as EPCIS writes it, to the minute; one that EPCIS cannot say (beyond 14 hours) is UTC.
func zoneOffset(secondsEast: Int) -> String {
  let minutes = abs(secondsEast) / 60
  guard minutes > 0, minutes <= 14 * 60 else { return "+00:00" }
  let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
  return "\(secondsEast < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
}
