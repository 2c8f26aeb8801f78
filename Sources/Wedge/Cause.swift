// SPDX-License-Identifier: Apache-2.0

/// Why what was read is not a whole scan.
public enum Cause: Sendable, Equatable, CaseIterable {
  /// Keys were lost: the kernel said so (SYN_DROPPED), or a key was released that was never
  /// pressed, or pressed again without having been released.
  case overrun
  /// The device went away in the middle.
  case unplugged
  /// Nothing came for longer than the character timeout, and then more did.
  case pause
  /// There were more characters than a scan may have.
  case tooLong
  /// It arrived so soon after reading began that its beginning may have come before.
  case startedMidScan
  /// It arrived after a loss, and no terminator or silence had yet shown where a scan begins.
  case continuation
  /// Nothing came for longer than the abandon gap, and no terminator had.
  case noTerminator
  /// It lay in the device's queue when a new process took over from one that had died.
  case restart
  /// It holds a key that gives no character in this scanner's profile.
  case undecodableKey

  /// The cause as records and documentation name it.
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
