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
    if event.isLoss { isDiscarding = true }
    if isDiscarding {
      newestDiscarded = max(newestDiscarded ?? event.time, event.time)
      if event.isReport { isDiscarding = false }
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

// Of the type EV_SYN (linux/input-event-codes.h).
extension KeyEvent {
  /// SYN_DROPPED: events were lost.
  var isLoss: Bool { type == 0 && code == 3 }

  /// SYN_REPORT: the end of a frame.
  var isReport: Bool { type == 0 && code == 0 }
}
