// SPDX-License-Identifier: Apache-2.0

import Configuration
import SystemCalls
import Wedge

@testable import Scanners

/// A hub with its poller, in a world of fake devices.
final class Bench {
  let poller: Poller
  let directory = FakeDirectory()
  /// The devices, by the directory below /sys.
  var devices: [String: FakeDevice] = [:]
  var settings: (DeviceProperties) -> ScannerSettings? = { device in
    device.isMarkedScanner ? ScannerSettings() : nil
  }
  var received: [ReceivedScan] = []
  var changes: [ScannerChange] = []
  /// The names of scanners with an unfinished scan, as told last.
  var unfinished: Set<String> = []
  /// Descriptors that belong to a device, by the directory below /sys.
  var inheritable: [String: FakeDevice] = [:]
  private(set) var hub: ScannerHub!

  init() throws {
    poller = try Poller()
    hub = ScannerHub(
      poller: poller,
      handlers: ScannerHub.Handlers(
        settings: { [unowned self] in settings($0) },
        received: { [unowned self] in received.append($0) },
        changed: { [unowned self] in changes.append($0) },
        unfinished: { [unowned self] in unfinished = $0 }),
      kernel: Kernel(
        directory: directory,
        open: { [unowned self] properties throws(SystemCallError) in
          guard let device = devices[properties.sysPath] else {
            throw SystemCallError("open", on: properties.node, .permissionDenied)
          }
          return device
        },
        adopt: { [unowned self] _, properties in inheritable[properties.sysPath] }))
  }

  /// Plugs a device in before the start.
  @discardableResult
  func add(_ properties: DeviceProperties) -> FakeDevice {
    let device = FakeDevice()
    devices[properties.sysPath] = device
    directory.present.append(properties)
    return device
  }

  /// Plugs a device in while the hub runs.
  @discardableResult
  func plug(_ properties: DeviceProperties) throws -> FakeDevice {
    let device = add(properties)
    directory.tell(.present(properties))
    try settle()
    return device
  }

  /// Takes a device away as the kernel does, and then udev.
  func unplug(_ properties: DeviceProperties) throws {
    devices[properties.sysPath]?.unplug()
    devices[properties.sysPath] = nil
    directory.present.removeAll { $0.sysPath == properties.sysPath }
    directory.tell(.gone(sysPath: properties.sysPath))
    try settle()
  }

  /// Has the poller do all that is to be done now.
  func settle() throws {
    for _ in 0..<20 { try poller.turn(timeout: 0) }
  }

  /// Has the poller wait until something holds; false if it does not within some seconds.
  func wait(until holds: () -> Bool) throws -> Bool {
    for _ in 0..<100 where !holds() { try poller.turn(timeout: 100) }
    return holds()
  }

  /// The scans since the last call: the data, and the cause if they are not whole.
  func newScans() -> [String] {
    defer { received = [] }
    return received.map { scan in
      let data = String(decoding: scan.capture.data, as: UTF8.self)
      return scan.capture.cause.map { "\(data) \($0.name)" } ?? data
    }
  }

  func newChanges() -> [String] {
    defer { changes = [] }
    return changes.map { change in
      switch change {
      case .attached(let state): "attached \(state.id)"
      case .detached(let state): "detached \(state.id)"
      case .condition(let state): "condition \(state.id)"
      case .reRead(let state): "re-read \(state.id)"
      case .renamed(let before, let state): "renamed \(before) \(state.id)"
      case .ignored(let device): "ignored \(device.properties.node): \(device.reason)"
      case .failed(let error): "failed \(error)"
      }
    }
  }
}

/// A moment at which a scanner that has just been attached is believed.
func soon(after seconds: Int64 = 2) -> Int64 { SystemClock.monotonic.now + seconds * 1_000_000 }

/// The settings of a scanner, with a profile or without a grab.
func settings(profile: Profile = Profile(), grab: Bool = true) -> ScannerSettings {
  var settings = ScannerSettings()
  settings.profile = profile
  settings.grab = grab
  return settings
}
