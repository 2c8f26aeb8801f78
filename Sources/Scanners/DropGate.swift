// SPDX-License-Identifier: Apache-2.0

// The kernel throws a queue that is full away and reports SYN_DROPPED; what follows up to
// the next SYN_REPORT is the rest of a frame and worth nothing. The reader then no longer knows which
// keys are down. EVIOCGKEY tells, but it discards the key events that wait by then, and with them
// perhaps the terminator that shows where the next scan begins. So the key state is asked for only
// if nothing else waits; otherwise the events that do wait are worth more.

import Wedge

/// Holds a drop back until it is known whether anything waits behind it.
package struct DropGate {
  /// An answer to an event.
  package enum Step: Equatable {
    /// Pass it on.
    case pass
    /// Pass on a drop that ended at this time, then the event.
    case passAfterDrop(at: Int64)
    /// Nothing: it is part of a drop.
    case discard
  }

  private var isDiscarding = false
  private var newestDiscarded: Int64?

  /// A gate that holds nothing back.
  package init() {}

  /// True while a drop is being held back.
  package var isHolding: Bool { newestDiscarded != nil }

  /// Decides about an event that was read.
  package mutating func admit(_ event: KeyEvent) -> Step {
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

  /// Ends the drop that is held back, because a read has found that nothing more waits.
  ///
  /// - Returns: true if there was one. Events from now on count, for the key state is asked for now.
  package mutating func endDrop() -> Bool {
    defer { self = DropGate() }
    return isHolding
  }
}
