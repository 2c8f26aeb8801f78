// SPDX-License-Identifier: Apache-2.0

// The reasons and notes about what was scanned before, what is recalled and how items must be
// tracked. Each sentence names the record or the recall it is about, so that nobody has to search.

import Wire

extension Remark {
  /// Items and recalls cannot be read.
  static let itemsUnavailable = Remark(
    code: "items-unavailable",
    text: "Items and recalls cannot be read, so whether this is recalled, and how it must be "
      + "tracked, is not known.")

  static func serialRequired(_ policy: Policy, of item: Item?) -> Remark {
    Remark(
      code: "serial-required", ai: "21",
      text: "The label carries no serial, AI (21), and \(demand(policy, of: item)).")
  }

  static func lotRequired(_ policy: Policy, of item: Item?) -> Remark {
    Remark(
      code: "lot-required", ai: "10",
      text: "The label carries no lot, AI (10), and \(demand(policy, of: item)).")
  }

  private static func demand(_ policy: Policy, of item: Item?) -> String {
    item == nil
      ? "DefaultPolicy=\(policy.rawValue) is set for this scanner"
      : "the policy of this GTIN is \(policy.rawValue)"
  }

  static func serialRepeated(_ serial: String, step: String?, earlier: Int64) -> Remark {
    let place = step.map { "at the step \($0)" } ?? "at this step"
    return Remark(
      code: "serial-repeated", ai: "21",
      text: "Serial \(serial) of this GTIN was scanned \(place) before, as record \(earlier).")
  }

  static func lotConflict(_ subject: Subject, earlier: Sighting) -> Remark {
    Remark(
      code: "lot-conflict", ai: "10",
      text: "Serial \(subject.serial ?? "") of this GTIN was scanned with the lot \(earlier.value) "
        + "before, as record \(earlier.cursor); this label says \(subject.lot ?? "").")
  }

  static func expiryConflict(_ subject: Subject, earlier: Sighting) -> Remark {
    Remark(
      code: "expiry-conflict", ai: "17",
      text: "Lot \(subject.lot ?? "") of this GTIN was scanned with the expiry \(earlier.value) "
        + "before, as record \(earlier.cursor); this label says \(subject.expiry ?? "").")
  }

  static func expired(_ expiry: String) -> Remark {
    Remark(code: "expired", ai: "17", text: "Its last day was \(expiry).")
  }

  static func clockUnsynchronised(_ expiry: String) -> Remark {
    Remark(
      code: "clock-unsynchronised", ai: "17",
      text: "Its last day was \(expiry), if the clock of this machine is right; it is not "
        + "synchronised.")
  }

  static func recalled(_ recall: Recall) -> Remark {
    let (ai, goods) =
      switch recall.scope {
      case .gtin: ("01", "This GTIN")
      case .lot(let lot, nil): ("10", "Lot \(lot)")
      case .lot(let lot, _): ("10", "Lot \(lot) of this GTIN")
      case .serial(let serial, nil): ("21", "Serial \(serial)")
      case .serial(let serial, _): ("21", "Serial \(serial) of this GTIN")
      }
    return Remark(
      code: "recalled", ai: ai,
      text: "\(goods) is recalled: \(recall.reason) (recall \(recall.number)).")
  }
}
