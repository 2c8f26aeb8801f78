// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import Scanners
import SystemCalls
import Wedge

@testable import Adoption

/// A device that types what the test types.
final class FakeDevice: EventDevice {
  let descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
  var calls: [String] = []
  var down = KeySet.none
  var grabFailure: Errno?
  var isGone = false
  private var waiting: [KeyEvent] = []
  private let ended: () -> Void

  init(ended: @escaping () -> Void = {}) { self.ended = ended }

  deinit {
    close(descriptor)
    ended()
  }

  func keys() throws(SystemCallError) -> KeySet { KeySet.none }

  func keysDown() throws(SystemCallError) -> KeySet {
    calls.append("keysDown")
    return down
  }

  func capsLockLight() -> Bool? { nil }

  func useMonotonicClock() { calls.append("clock") }

  func maskAllButKeys() { calls.append("mask") }

  func grab(_ wanted: Bool) throws(SystemCallError) {
    calls.append(wanted ? "grab" : "ungrab")
    if let grabFailure { throw SystemCallError("EVIOCGRAB", grabFailure) }
  }

  func read(into batch: inout EventBatch) throws(SystemCallError) -> Bool {
    if isGone { throw SystemCallError("read", .operationNotSupportedByDevice) }
    batch.events = Array(waiting.prefix(EventBatch.capacity))
    waiting.removeFirst(batch.events.count)
    if waiting.isEmpty {
      var count: UInt64 = 0
      _ = Glibc.read(descriptor, &count, 8)
    }
    return !batch.events.isEmpty
  }

  func send(_ events: [KeyEvent]) {
    waiting += events
    wake()
  }

  func unplug() {
    isGone = true
    wake()
  }

  private func wake() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }
}

/// Devices that are listened to, and what the user is told meanwhile.
final class Bench {
  var devices: [InputDevice] = []
  var opened: [String: FakeDevice] = [:]
  var openFailures: [String: Errno] = [:]
  var notices: [Listener.Notice] = []
  /// The devices whose descriptors were closed.
  var closed: [String] = []
  /// Prepares a device before it is opened.
  var prepare: (InputDevice, FakeDevice) -> Void = { _, _ in }
  /// Is called before the devices are listed.
  var looked: (Bench) -> Void = { _ in }
  /// Is called with each notice.
  var react: (Listener.Notice) -> Void = { _ in }
  let interruptions: Interruptions

  init(_ devices: InputDevice...) throws {
    self.devices = devices
    interruptions = try Interruptions()
  }

  var world: Listener.World {
    Listener.World(
      devices: { [unowned self] () throws(SystemCallError) in
        defer { looked(self) }
        return devices
      },
      open: { [unowned self] properties throws(SystemCallError) in
        if let errno = openFailures[properties.node] {
          throw SystemCallError("open", on: properties.node, errno)
        }
        let fake = FakeDevice { [weak self] in self?.closed.append(properties.node) }
        prepare(devices.first { $0.properties.node == properties.node }!, fake)
        opened[properties.node] = fake
        return fake
      })
  }

  func listen(seconds: Int64 = 10) throws -> Listener.Ending {
    let listener = try Listener(interruptions, byPort: false, world: world) { [unowned self] in
      notices.append($0)
      react($0)
    }
    defer { opened = [:] }
    return try listener.listen(seconds: seconds)
  }

  /// Calls `body` once everything that is there has been opened.
  func whenReady(_ body: @escaping (Bench) -> Void) {
    react = { [unowned self] in if $0 == .ready { body(self) } }
  }
}

/// A moment at which a device that has just been opened is believed.
func soon(after seconds: Int64 = 2) -> Int64 { SystemClock.monotonic.now + seconds * 1_000_000 }
