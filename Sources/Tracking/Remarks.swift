// SPDX-License-Identifier: Apache-2.0

// The reasons and notes that are not about the element strings themselves, each with its sentence.

import Wedge
import Wire

extension Remark {
  /// The end of the scan was a pause, not a terminator, so whole and cut cannot be told apart.
  public static let unterminated = Remark(
    code: "unterminated",
    text: "The scanner is set to send no terminator; whether this is the whole scan is not known.")

  /// The scan came without the prefix or suffix that was configured for its scanner.
  public static let affixMissing = Remark(
    code: "affix-missing",
    text: "The scan came without the Prefix= or Suffix= that is configured for this scanner.")

  /// Characters that other keyboard layouts have on other keys.
  public static let layoutAssumed = Remark(
    code: "layout-assumed",
    text: "The scanner's keyboard layout is not configured; us was assumed, and some of these "
      + "characters sit on other keys in other layouts. Set Layout= for this scanner.")

  /// A scanner known by its serial number at another port than before.
  public static func moved(from port: String) -> Remark {
    Remark(code: "moved", text: "The scanner was plugged in at another port before: \(port).")
  }

  /// The wall clock stood later at the record before.
  static let clockChanged = Remark(
    code: "clock-changed", text: "The clock was set back since the record before this one.")

  /// Why a scan was not read whole.
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
    case .continuation: "This is what followed a loss in the same scan; scan again."
    case .noTerminator:
      "The scan did not end with the terminator. If every scan is like this, set the scanner to "
        + "send Enter after the data, or set Terminator= to what it sends."
    case .undecodableKey:
      "The scanner pressed a key that stands for no character, so some of the data are missing."
    case .restart: "These keys were typed while the daemon restarted; scan again."
    }
  }
}
