// SPDX-License-Identifier: Apache-2.0

/// The data of one scan, whole or damaged.
public struct Capture: Sendable, Equatable {
  /// The scan data without the terminator; in a whole scan also without prefix and suffix.
  public var data: [UInt8]
  /// The time of the last key event, in microseconds of the device's clock. If none was read, the
  /// time of the drop.
  public var time: Int64
  /// The cause that made the scan incomplete; nil for a whole scan.
  public var cause: Cause?
  /// True if the scanner has no terminator, so that whole and cut scans cannot be told apart.
  public var isUnterminated: Bool
  /// True for a whole scan that lacks the prefix or suffix of its profile; the one of the two that
  /// was there is stripped.
  public var lacksAffix: Bool
  /// The keystrokes of a scan that is whole, or would be without an undecodable key, to read them with
  /// other layouts; nil if they were too many.
  public var keystrokes: Keystrokes?

  /// A capture of `data`.
  public init(
    data: [UInt8], time: Int64, cause: Cause?, isUnterminated: Bool = false,
    lacksAffix: Bool = false
  ) {
    self.data = data
    self.time = time
    self.cause = cause
    self.isUnterminated = isUnterminated
    self.lacksAffix = lacksAffix
  }

  /// True if another common layout may read other characters from the same keys.
  ///
  /// Digits, the space and most letters are on the same keys everywhere; `a m q w y z` (qwertz,
  /// azerty) and all other printable characters are not. Control characters do not count. Data that
  /// begin with a symbology identifier were read with a layout that has `]` where it is; of such
  /// layouts only few signs differ (gb, us(intl)).
  public var dependsOnLayout: Bool {
    hasSymbologyIdentifier
      ? data.contains(where: Self.differsAmongUSLayouts) : data.contains(where: Self.differs)
  }

  /// True if the data begin with a symbology identifier: ISO/IEC 15424.
  private var hasSymbologyIdentifier: Bool {
    data.count >= 3 && data[0] == UInt8(ascii: "]") && Ascii.isLetter(data[1])
      && (0x30...0x39).contains(data[2])
  }

  private static func differsAmongUSLayouts(_ byte: UInt8) -> Bool {
    "@#\"~\\|'`^".utf8.contains(byte)
  }

  private static func differs(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, 0x7F..., UInt8(ascii: "0")...UInt8(ascii: "9"): return false
    default: break
    }
    guard Ascii.isLetter(byte) else { return true }
    switch byte | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "m"), UInt8(ascii: "q"), UInt8(ascii: "w"),
      UInt8(ascii: "y"), UInt8(ascii: "z"):
      return true
    default: return false
    }
  }
}

/// The cause that made a scan incomplete.
public enum Cause: Sendable, Equatable, CaseIterable {
  /// Key events were lost: the kernel reported SYN_DROPPED, or a key came up without having gone
  /// down, or went down twice.
  case overrun
  /// The device was unplugged in the middle of the scan.
  case unplugged
  /// More keys came after a silence longer than the character timeout.
  case pause
  /// The scan had more characters than a scan may have.
  case tooLong
  /// The data came so soon after reading began that their beginning may have come before.
  case startedMidScan
  /// The data came after a damaged scan, before a terminator or a silence showed where the next one
  /// begins.
  case continuation
  /// A silence longer than the abandon gap followed instead of a terminator.
  case noTerminator
  /// The data were in the device's queue when a new process took over from a dead one.
  case restart
  /// A key of the scan gives no character in the scanner's profile.
  case undecodableKey

  /// The cause's name in records and documentation.
  public var name: String {
    switch self {
    case .overrun: "overrun"
    case .unplugged: "unplugged"
    case .pause: "pause"
    case .tooLong: "too-long"
    case .startedMidScan: "started-mid-scan"
    case .continuation: "continuation"
    case .noTerminator: "no-terminator"
    case .restart: "restart"
    case .undecodableKey: "undecodable-key"
    }
  }
}
