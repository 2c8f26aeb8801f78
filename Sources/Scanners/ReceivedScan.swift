// SPDX-License-Identifier: Apache-2.0

import Configuration
import Wedge

/// A scan as it came from a scanner, whole or not.
public struct ReceivedScan: Sendable, Equatable {
  /// The name of the scanner.
  public var scanner: String
  /// The scanner's settings when the scan began; a reload in mid-scan does not change them.
  public var settings: ScannerSettings
  /// The data, or the part of them that was read.
  public var capture: Capture
  /// The time of its last key event: microseconds since the epoch, CLOCK_REALTIME.
  public var time: Int64
  /// The time of delivery, by the same clock: later, and after a silence seconds later.
  public var deliveredAt: Int64
  /// The port where the scanner was before, until a whole scan after the move has told it.
  public var movedFrom: String?
}
