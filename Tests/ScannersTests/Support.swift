// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
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
  /// With what listing the devices fails.
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
  static let keyboard = KeySet(Array(2...11) + [28, 30, 42])

  /// What has been asked of it, in order.
  var calls: [String] = []
  /// The errno with which a call fails from now on.
  var failures: [String: Int32] = [:]
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
    waiting.removeAll { $0.type == 1 }
    return down
  }

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
    failures["read"] = ENODEV
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

  private func code(of character: UInt8) -> UInt16 {
    switch character {
    case UInt8(ascii: "\n"): 28
    case UInt8(ascii: "0"): 11
    default: UInt16(character - UInt8(ascii: "1")) + 2
    }
  }

  private func strokes(_ code: UInt16, at time: Int64) -> [KeyEvent] {
    [key(code, 1, at: time), report(at: time), key(code, 0, at: time), report(at: time)]
  }

  private func note(_ call: String) throws(SystemCallError) {
    calls.append(call)
    if let code = failures[call] { throw SystemCallError(call, code: code) }
  }
}

func key(_ code: UInt16, _ value: Int32, at time: Int64) -> KeyEvent {
  KeyEvent(time: time, type: 1, code: code, value: value)
}

func report(at time: Int64) -> KeyEvent { KeyEvent(time: time, type: 0, code: 0, value: 0) }

func dropped(at time: Int64) -> KeyEvent { KeyEvent(time: time, type: 0, code: 3, value: 0) }

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
