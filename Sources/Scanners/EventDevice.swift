// SPDX-License-Identifier: Apache-2.0

// The door to evdev. Behind it stands a node of /dev/input; in tests a list of events stands there
// that can be told to fail.
//
// Events are read with read(2) and not by a library, because what is discarded must be known here:
// asking for the key state throws away the key events that wait in the queue, and so does a library
// that brings its own view up to date after SYN_DROPPED.

import Wedge

/// One input device that has been opened.
protocol EventDevice: AnyObject {
  /// Readable when there are events, and when the device is gone.
  var descriptor: Int32 { get }
  /// The keys that it has: EVIOCGBIT.
  func keys() throws(SystemCallError) -> KeySet
  /// The keys that are down and the Caps Lock light: EVIOCGKEY, EVIOCGLED. Discards the key events
  /// that wait to be read.
  func keysDown() throws(SystemCallError) -> KeySet
  /// Has events stamped by the monotonic clock: EVIOCSCLOCKID. What waits to be read becomes
  /// SYN_DROPPED. A device that will not do it has its events stamped as they are read.
  func useMonotonicClock()
  /// Keeps everything but keys and lights out of the queue, which has room for 64 events:
  /// EVIOCSMASK. A device that will not do it loses keys sooner when the machine is slow.
  func maskAllButKeys()
  /// Takes the device for itself alone, or gives it back: EVIOCGRAB.
  func grab(_ wanted: Bool) throws(SystemCallError)
  /// Reads some of the events that wait, at most `EventBatch.capacity`; false if none does. Their
  /// times are of the monotonic clock.
  func read(into batch: inout EventBatch) throws(SystemCallError) -> Bool
}

/// What one read gave.
struct EventBatch {
  /// As many as the kernel keeps for a reader.
  static let capacity = 64

  var events: [KeyEvent] = []

  /// An empty batch that has its memory.
  init() { events.reserveCapacity(Self.capacity) }

  /// Whether more may be waiting.
  var isFull: Bool { events.count >= Self.capacity }
}
