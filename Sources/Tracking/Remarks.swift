// SPDX-License-Identifier: Apache-2.0

// The reasons and notes that do not come from the GS1 data, each with its sentence.

import Wedge
import Wire

extension Remark {
  /// A pause ended the scan, so that a whole scan and a part of one cannot be told apart.
  public static let unterminated = Remark(
    code: "unterminated",
    text: "The scanner is set to send no terminator; it is not known whether this is the whole "
      + "scan.")

  /// The scan came without the prefix or suffix that was configured for its scanner.
  public static let affixMissing = Remark(
    code: "affix-missing",
    text: "The scan came without the Prefix= or Suffix= that is configured for this scanner.")

  /// Some characters of the data are on other keys in other keyboard layouts.
  public static let layoutAssumed = Remark(
    code: "layout-assumed",
    text: "The scanner's keyboard layout is not configured; us was assumed, and some of these "
      + "characters sit on other keys in other layouts. Set Layout= for this scanner.")

  /// The scanner was plugged in at another port before.
  public static func moved(from port: String) -> Remark {
    Remark(code: "moved", text: "The scanner was plugged in at another port before: \(port).")
  }

  /// The clock was later when the record before was made.
  static let clockChanged = Remark(
    code: "clock-changed", text: "The clock was set back since the record before this one.")

  /// The reason why a scan was not read whole.
  init(_ cause: Cause) {
    self.init(code: cause.name, text: cause.sentence)
  }
}

extension Cause {
  fileprivate var sentence: String {
    switch self {
    case .overrun: "Key events were lost because the kernel's buffer ran over; scan again."
    case .unplugged: "The scanner went away in the middle of the scan; scan again."
    case .pause: "The scanner paused within the scan for longer than CharacterTimeout=; scan again."
    case .tooLong: "The scan had more characters than a scan may have."
    case .startedMidScan: "Reading began in the middle of this scan; scan again."
    case .continuation: "These keys followed lost keys in the same scan; scan again."
    case .noTerminator:
      "The scan did not end with the terminator. If every scan is like this, set the scanner to "
        + "send Enter after the data, or set Terminator= to what it sends."
    case .undecodableKey:
      "The scanner pressed a key that stands for no character, so some of the data are missing."
    case .restart: "These keys were typed while the daemon restarted; scan again."
    }
  }
}

// The reasons and notes that depend on earlier records, recalls and policies. Each sentence names
// the record or the recall, so that nobody has to search for it.

extension Remark {
  /// Items and recalls cannot be read.
  static let itemsUnavailable = Remark(
    code: "items-unavailable",
    text: "Items and recalls cannot be read, so it is not known whether this is recalled, or how "
      + "it must be tracked.")

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
