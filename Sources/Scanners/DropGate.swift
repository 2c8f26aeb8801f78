// SPDX-License-Identifier: Apache-2.0

// When a reader's queue is full, the kernel throws it away and says SYN_DROPPED; what follows up to
// the next SYN_REPORT is the rest of a frame and worth nothing. What the reader then lacks is which
// keys are down. EVIOCGKEY tells, but it discards the key events that wait by then, and with them
// perhaps the terminator that shows where the next scan begins. So the key state is asked for only
// if nothing else waits; otherwise the events that do wait are worth more.

import Wedge

/// Holds a drop back until it is known whether anything waits behind it.
struct DropGate {
  /// What is to be done with an event.
  enum Step: Equatable {
    /// Pass it on.
    case pass
    /// Pass on a drop that ended at this time, then the event.
    case passAfterDrop(at: Int64)
    /// Nothing: it is part of a drop.
    case discard
  }

  private var isDiscarding = false
  private var newestDiscarded: Int64?

  /// Whether a drop is being held back.
  var isHolding: Bool { newestDiscarded != nil }

  /// Takes an event as it was read.
  mutating func take(_ event: KeyEvent) -> Step {
    let isSynchronization = event.type == EventType.synchronization
    if isSynchronization, event.code == EventCode.dropped { isDiscarding = true }
    if isDiscarding {
      newestDiscarded = max(newestDiscarded ?? event.time, event.time)
      if isSynchronization, event.code == EventCode.report { isDiscarding = false }
      return .discard
    }
    guard let time = newestDiscarded else { return .pass }
    newestDiscarded = nil
    return .passAfterDrop(at: time)
  }

  /// Takes the word of a reader that nothing more waits; says whether there was a drop. What comes
  /// from now on counts, for the key state is asked for now.
  mutating func takeEnd() -> Bool {
    defer { self = DropGate() }
    return isHolding
  }
}

/// Types and codes of linux/input-event-codes.h.
private enum EventType {
  static let synchronization: UInt16 = 0
}

private enum EventCode {
  static let report: UInt16 = 0
  static let dropped: UInt16 = 3
}
