// SPDX-License-Identifier: Apache-2.0

// A tap copies what a scanner's decoder gets to somebody who records it. The reading thread puts inputs into
// a queue whose memory is there from the beginning; the other side takes all of them at once and leaves an
// empty queue behind. So the lock is held for a few instructions, nothing is allocated while a scanner is
// read but for a drop, and inputs that find no room are counted and not kept.

import Synchronization
import Wedge

/// A bounded queue of one scanner's inputs, for somebody who takes them on another thread.
public final class KeyTap: Sendable {
  /// The most inputs that wait: some 15 labels.
  public static let capacity = 4096
  /// The memory that a tap takes, in bytes: a queue on either side.
  public static let memory = 2 * capacity * MemoryLayout<Input>.stride

  /// The inputs that were taken together.
  public struct Batch: Sendable, Equatable {
    /// The inputs, in order.
    public var inputs: [Input] = []
    /// The number of inputs after them for which there was no room.
    public var lost = 0
    /// The time of the last one of those.
    public var lostUntil: Int64 = 0
    /// The cause for which nothing follows; nil if more may come.
    public var end: End?

    /// An empty batch that has its memory.
    public init() { inputs.reserveCapacity(KeyTap.capacity) }

    /// True if there is nothing to tell.
    public var isEmpty: Bool { inputs.isEmpty && lost == 0 && end == nil }

    /// Removes everything but the memory.
    public mutating func removeAll() {
      inputs.removeAll(keepingCapacity: true)
      (lost, end) = (0, nil)
    }
  }

  /// The end of a tap.
  public struct End: Sendable, Equatable {
    /// The cause of an end.
    public enum Cause: Sendable {
      /// The scanner is gone.
      case unplugged
      /// The scanner is there and not read any more: by configuration, or because the daemon ends.
      case released
    }

    /// The cause.
    public var cause: Cause
    /// The moment, in microseconds of CLOCK_MONOTONIC.
    public var time: Int64

    /// An end at a moment.
    public init(_ cause: Cause, at time: Int64) {
      self.cause = cause
      self.time = time
    }
  }

  private struct State {
    var batch = Batch()
    var waiter: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// An empty queue.
  public init() {}

  /// Adds an input, or counts it as lost. A silence is passed over: the next input shows it.
  public func put(_ input: Input) {
    if case .idle = input { return }
    tell { batch in
      if batch.inputs.count < Self.capacity {
        batch.inputs.append(input)
      } else {
        batch.lost += 1
        batch.lostUntil = input.time
      }
    }
  }

  /// Tells that nothing follows.
  public func end(_ cause: End.Cause, at time: Int64) {
    tell { $0.end = $0.end ?? End(cause, at: time) }
  }

  /// Takes everything that waits, in exchange for `batch`, which is to be empty.
  ///
  /// - Parameter call: is called once, on any thread, when there is something; only if nothing is taken.
  public func take(into batch: inout Batch, orCall call: @escaping @Sendable () -> Void) {
    state.withLock { state in
      // An input that was lost has its place behind those that wait.
      if state.batch.isEmpty {
        state.waiter = call
      } else {
        swap(&state.batch, &batch)
      }
    }
  }

  private func tell(_ change: (inout Batch) -> Void) {
    let waiter: (@Sendable () -> Void)? = state.withLock { state in
      change(&state.batch)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?()
  }
}

/// The state of a scanner at the moment when a tap was put to it.
public struct KeyTapStart: Sendable, Equatable {
  /// The scanner.
  public var scanner: ScannerState
  /// Its profile.
  public var profile: Profile
  /// The keys that are down; nil if that is not known.
  public var keysDown: KeySet?
  /// True if its Caps Lock light is on; nil if that is not known.
  public var capsLock: Bool?
  /// The moment, in microseconds of CLOCK_MONOTONIC.
  public var time: Int64
}
