// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import SystemCalls
import Wedge

@testable import Scanners

/// A descriptor that is readable when it is told to be: eventfd(2).
final class Signal {
  let descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
  private var isRaised = false

  deinit { close(descriptor) }

  func set(_ raised: Bool) {
    guard raised != isRaised else { return }
    isRaised = raised
    var count: UInt64 = 1
    if raised {
      _ = write(descriptor, &count, 8)
    } else {
      _ = read(descriptor, &count, 8)
    }
  }
}

/// A udev that says what the test says.
final class FakeDirectory: DeviceDirectory {
  var present: [DeviceProperties] = []
  /// The error with which listing the devices fails.
  var failure: SystemCallError?
  private var news: [DeviceNews] = []
  private let signal = Signal()

  var descriptor: Int32 { signal.descriptor }

  func devices() throws(SystemCallError) -> [DeviceProperties] {
    if let failure { throw failure }
    return present
  }

  func next() -> DeviceNews? {
    defer { signal.set(!news.isEmpty) }
    return news.isEmpty ? nil : news.removeFirst()
  }

  func tell(_ event: DeviceNews) {
    news.append(event)
    signal.set(true)
  }
}

/// A device that types what the test types, and fails where the test wants it to.
final class FakeDevice: EventDevice {
  static let keyboard = keySet(Array(KEY_1...KEY_0) + [KEY_ENTER, KEY_A, KEY_LEFTSHIFT])

  /// The calls that were made, in order.
  var calls: [String] = []
  /// The error with which a call fails from now on.
  var failures: [String: Errno] = [:]
  var present = keyboard
  var down = KeySet.none
  private(set) var waiting: [KeyEvent] = []
  private let signal = Signal()

  var descriptor: Int32 { signal.descriptor }

  func keys() throws(SystemCallError) -> KeySet {
    try note("keys")
    return present
  }

  func keysDown() throws(SystemCallError) -> KeySet {
    try note("keysDown")
    waiting.removeAll { $0.type == UInt16(EV_KEY) }
    return down
  }

  func capsLockLight() -> Bool? { down.capsLock }

  func useMonotonicClock() { calls.append("clock") }

  func maskAllButKeys() { calls.append("mask") }

  func grab(_ wanted: Bool) throws(SystemCallError) {
    try note(wanted ? "grab" : "ungrab")
  }

  func read(into batch: inout EventBatch) throws(SystemCallError) -> Bool {
    batch.events = Array(waiting.prefix(EventBatch.capacity))
    waiting.removeFirst(batch.events.count)
    if failures["read"] == nil { signal.set(!waiting.isEmpty) }
    if batch.events.isEmpty { try note("read") }
    return !batch.events.isEmpty
  }

  /// The device goes away: what waits is lost, and reading fails.
  func unplug() {
    waiting = []
    failures["read"] = .operationNotSupportedByDevice
    signal.set(true)
  }

  func send(_ events: [KeyEvent]) {
    waiting += events
    signal.set(true)
  }

  /// Types digits; `\n` is Enter.
  func type(_ text: String, at time: Int64) {
    send(text.utf8.flatMap { strokes(code(of: $0), at: time) })
  }

  private func code(of character: UInt8) -> Int32 {
    switch character {
    case UInt8(ascii: "\n"): KEY_ENTER
    case UInt8(ascii: "0"): KEY_0
    default: KEY_1 + Int32(character - UInt8(ascii: "1"))
    }
  }

  private func strokes(_ code: Int32, at time: Int64) -> [KeyEvent] {
    [key(code, 1, at: time), report(at: time), key(code, 0, at: time), report(at: time)]
  }

  private func note(_ call: String) throws(SystemCallError) {
    calls.append(call)
    if let errno = failures[call] { throw SystemCallError(call, errno) }
  }
}

func key(_ code: Int32, _ value: Int32, at time: Int64) -> KeyEvent {
  KeyEvent(time: time, type: UInt16(EV_KEY), code: UInt16(code), value: value)
}

func report(at time: Int64) -> KeyEvent {
  KeyEvent(time: time, type: UInt16(EV_SYN), code: UInt16(SYN_REPORT), value: 0)
}

func dropped(at time: Int64) -> KeyEvent {
  KeyEvent(time: time, type: UInt16(EV_SYN), code: UInt16(SYN_DROPPED), value: 0)
}

/// The keys with these codes of linux/input-event-codes.h.
func keySet(_ codes: [Int32]) -> KeySet { KeySet(codes.map { UInt16($0) }) }

/// A honeywell at a port, as udev would describe it.
func scanner(
  _ number: Int = 1, serial: String = "S1", port: String = "1", interface: String = "1_0"
) -> DeviceProperties {
  DeviceProperties(
    bus: "usb", vendor: "0c2e", product: "0b61", serial: serial,
    path: "pci-0000_00_14_0-usb-0_\(port)_\(interface)", name: "Honeywell 3310g",
    node: "/dev/input/event\(number)", sysPath: "/sys/devices/usb1/input\(number)/event\(number)",
    isMarkedScanner: true)
}
