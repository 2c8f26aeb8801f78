// SPDX-License-Identifier: Apache-2.0

import Wedge

/// What a scanner delivered.
public struct ReceivedScan: Sendable, Equatable {
  /// The name of the scanner.
  public var scanner: String
  /// What udev knows of the scanner.
  public var properties: DeviceProperties
  /// The data, or what there is of them.
  public var capture: Capture
  /// When its last key event came: microseconds since the epoch, CLOCK_REALTIME.
  public var time: Int64
  /// When it was delivered, by the same clock: later, and after a silence seconds later.
  public var deliveredAt: Int64
  /// Where the scanner was plugged in before, if it has been moved and this is the first to say so.
  public var movedFrom: String?
}
