// SPDX-License-Identifier: Apache-2.0

import Wedge

@testable import Scanners

/// A hub with its loop, in a world of fake devices.
final class Bench {
  let loop: EventLoop
  let directory = FakeDirectory()
  /// The devices, by the directory below /sys.
  var devices: [String: FakeDevice] = [:]
  var settings: (DeviceProperties) -> DeviceSettings? = { device in
    device.isMarkedScanner ? DeviceSettings(profile: Profile(), grab: true) : nil
  }
  var received: [ReceivedScan] = []
  var changes: [ScannerChange] = []
  /// Descriptors that belong to a device, by the directory below /sys.
  var inheritable: [String: FakeDevice] = [:]
  private(set) var hub: ScannerHub!

  init() throws {
    loop = try EventLoop()
    hub = ScannerHub(
      loop: loop,
      handlers: ScannerHub.Handlers(
        settings: { [unowned self] in settings($0) },
        received: { [unowned self] in received.append($0) },
        changed: { [unowned self] in changes.append($0) }),
      kernel: Kernel(
        directory: directory,
        open: { [unowned self] properties throws(SystemCallError) in
          guard let device = devices[properties.sysPath] else {
            throw SystemCallError("open \(properties.node)", code: 13)
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

  /// Has the loop do all that is to be done now.
  func settle() throws {
    for _ in 0..<20 { try loop.turn(timeout: 0) }
  }

  /// Has the loop wait until something holds; false if it does not within some seconds.
  func wait(until holds: () -> Bool) throws -> Bool {
    for _ in 0..<100 where !holds() { try loop.turn(timeout: 100) }
    return holds()
  }

  /// What has come out since the last time: the data, and the cause if they are not whole.
  func takeScans() -> [String] {
    defer { received = [] }
    return received.map { scan in
      let data = String(decoding: scan.capture.data, as: UTF8.self)
      return scan.capture.cause.map { "\(data) \($0.name)" } ?? data
    }
  }

  func takeChanges() -> [String] {
    defer { changes = [] }
    return changes.map { change in
      switch change {
      case .attached(let state): "attached \(state.id)"
      case .detached(let state): "detached \(state.id)"
      case .condition(let state): "condition \(state.id)"
      case .renamed(let before, let state): "renamed \(before) \(state.id)"
      case .ignored(let device): "ignored \(device.properties.node): \(device.reason)"
      case .failed(let error): "failed \(error)"
      }
    }
  }
}

/// A moment at which a scanner that has just been attached is believed.
func soon(after seconds: Int64 = 2) -> Int64 { Clock.monotonic.now + seconds * 1_000_000 }
