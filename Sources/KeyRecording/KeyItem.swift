// SPDX-License-Identifier: Apache-2.0

import Wire

/// One thing that a recording tells, with its time in microseconds since the beginning.
enum KeyItem: Equatable {
  /// An event as it was read.
  case event(KeyEventInfo)
  /// Events are missing; these keys are down after them, if that is known.
  case missing(time: Int64, keysDown: [UInt16]?, capsLock: Bool?, lost: Int?)

  /// The things that a line of the server tells, in order.
  static func items(of line: KeyLine) -> [KeyItem] {
    var items = (line.events ?? []).map(KeyItem.event)
    if let dropped = line.dropped {
      items.append(
        .missing(
          time: dropped.time, keysDown: dropped.keysDown, capsLock: dropped.capsLock, lost: nil))
    }
    if let lost = line.lost {
      items.append(.missing(time: lost.time, keysDown: nil, capsLock: nil, lost: lost.count))
    }
    return items
  }
}

/// The event types and codes of linux/input-event-codes.h that a recording tells by words of their own.
enum Code {
  static let synchronization: UInt16 = 0
  static let report: UInt16 = 0
  static let dropped: UInt16 = 3
  static let key: UInt16 = 1
  static let light: UInt16 = 0x11
  static let capsLockLight: UInt16 = 1
}

extension KeyEventInfo {
  /// True for the end of a frame.
  var isReport: Bool { type == Code.synchronization && code == Code.report }
  /// True for SYN_DROPPED as the kernel writes it.
  var isLoss: Bool { type == Code.synchronization && code == Code.dropped }
  /// True for a press, a release or a repeat.
  var isStroke: Bool { type == Code.key && (0...2).contains(value) }
}
