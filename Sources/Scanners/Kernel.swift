// SPDX-License-Identifier: Apache-2.0

// The seam between the hub and the kernel. On one side stand udev and evdev; in tests a list of devices
// and lists of events stand there, which can be told to fail.
//
// Events are read with read(2) and not by a library, because what is discarded must be known here:
// asking for the key state throws away the key events that wait in the queue, and so does a library
// that brings its own view up to date after SYN_DROPPED.

import CLinux
import Configuration
import SystemCalls
import Wedge

/// The parts of the operating system that read scanners.
struct Kernel {
  /// The devices that there are.
  var directory: any DeviceDirectory
  /// Opens a device.
  var open: (DeviceProperties) throws(SystemCallError) -> any EventDevice
  /// Makes a device of an inherited descriptor; nil if it is not that device's.
  var adopt: (Int32, DeviceProperties) -> (any EventDevice)?

  /// udev and evdev.
  static func real() throws(SystemCallError) -> Kernel {
    Kernel(
      directory: try Udev(),
      open: { properties throws(SystemCallError) in try EvdevNode(properties) },
      adopt: { descriptor, properties in
        isNode(descriptor, of: properties) ? EvdevNode(adopting: descriptor) : nil
      })
  }

  /// True if a descriptor is of the node of a device: fstat(2), stat(2).
  private static func isNode(_ descriptor: Int32, of properties: DeviceProperties) -> Bool {
    guard let ours = try? Stat.of(descriptor: descriptor),
      let its = try? Stat.of(path: properties.node)
    else { return false }
    return ours.type == .characterSpecial && ours.specialDeviceID == its.specialDeviceID
  }
}

// MARK: udev

/// A list of input devices that reports which come and go.
protocol DeviceDirectory: AnyObject {
  /// Readable when `next` has something to report.
  var descriptor: Int32 { get }
  /// The event devices that are there now and whose rules have run.
  func devices() throws(SystemCallError) -> [DeviceProperties]
  /// The next report; nil if there is no more.
  func next() -> DeviceNews?
}

/// A report about an input device.
enum DeviceNews: Equatable {
  /// It is there, new or changed.
  case present(DeviceProperties)
  /// The one with this directory below /sys is gone.
  case gone(sysPath: String)
  /// Something happened to a device that is not an event device.
  case other
  /// Reports were lost, because too many came at once: the list has to be read again.
  case lost
}

// MARK: evdev

/// An input device that has been opened.
package protocol EventDevice: AnyObject {
  /// Readable when there are events, and when the device is gone.
  var descriptor: Int32 { get }
  /// The keys that it has: EVIOCGBIT.
  func keys() throws(SystemCallError) -> KeySet
  /// The keys that are down and the Caps Lock light: EVIOCGKEY, EVIOCGLED. Discards the key events
  /// that wait to be read.
  func keysDown() throws(SystemCallError) -> KeySet
  /// The Caps Lock light: EVIOCGLED. Discards the events of lights that wait, and no others; nil if the device
  /// does not tell.
  func capsLockLight() -> Bool?
  /// Has events stamped by the monotonic clock: EVIOCSCLOCKID. What waits to be read becomes
  /// SYN_DROPPED. A device that refuses has its events stamped as they are read.
  func useMonotonicClock()
  /// Keeps everything but keys and lights out of the queue, which has room for 64 events:
  /// EVIOCSMASK. A device that refuses loses keys sooner when the machine is slow.
  func maskAllButKeys()
  /// Takes the device for itself alone, or gives it back: EVIOCGRAB.
  func grab(_ wanted: Bool) throws(SystemCallError)
  /// Reads some of the events that wait, at most `EventBatch.capacity`; false if none does. Their
  /// times are of the monotonic clock.
  func read(into batch: inout EventBatch) throws(SystemCallError) -> Bool
}

/// The events of one read.
package struct EventBatch {
  /// The number of events that the kernel keeps for a reader.
  package static let capacity = 64

  /// The events, in their order.
  package var events: [KeyEvent] = []

  /// An empty batch that has its memory.
  package init() { events.reserveCapacity(Self.capacity) }

  /// True if more may be waiting.
  package var isFull: Bool { events.count >= Self.capacity }
}

// The codes are those of linux/input-event-codes.h.
extension KeyEvent {
  /// SYN_DROPPED: events were lost.
  var isLoss: Bool { type == UInt16(EV_SYN) && code == UInt16(SYN_DROPPED) }

  /// SYN_REPORT: the end of a frame.
  var isReport: Bool { type == UInt16(EV_SYN) && code == UInt16(SYN_REPORT) }
}
