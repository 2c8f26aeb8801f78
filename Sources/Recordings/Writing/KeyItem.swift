// SPDX-License-Identifier: Apache-2.0

import Wedge
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

extension KeyEventInfo {
  /// True for the end of a frame.
  var isReport: Bool { type == EventType.synchronization && code == EventCode.report }
  /// True for SYN_DROPPED as the kernel writes it.
  var isLoss: Bool { type == EventType.synchronization && code == EventCode.dropped }
  /// True for a press, a release or a repeat.
  var isStroke: Bool { type == EventType.key && (0...2).contains(value) }
}
