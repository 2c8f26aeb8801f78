// SPDX-License-Identifier: Apache-2.0

// Devices come, change and go.

import Configuration
import Glibc
import SystemCalls
import Wedge

extension ScannerHub {
  /// Handles one report of udev; if there are more, the poller calls again, after others.
  func handleReport() {
    switch kernel.directory.next() {
    case .present(let properties): consider(properties)
    case .gone(let sysPath): leave(sysPath)
    case .lost: lookAgain()
    case .other, nil: break
    }
  }

  /// Reads the list of devices again.
  func lookAgain() {
    do throws(SystemCallError) {
      try look()
    } catch {
      handlers.changed(.failed(error))
    }
  }

  /// Compares the list of devices with those that are known: each is new, changed, as before or gone.
  func look() throws(SystemCallError) {
    let present = try kernel.directory.devices()
    for sysPath in Set(devices.keys).subtracting(present.map(\.sysPath)) { leave(sysPath) }
    // All are seen before one is named, so that the order among twins decides nothing.
    for properties in present
    where devices[properties.sysPath] == nil && handlers.settings(properties) != nil {
      identities.see(properties)
    }
    for properties in present { consider(properties) }
  }

  /// Reads or leaves a device, as its properties and settings say.
  func consider(_ properties: DeviceProperties) {
    guard let settings = handlers.settings(properties) else {
      return ignore(properties, .notAScanner)
    }
    if case .read(let scanner) = devices[properties.sysPath] {
      return update(scanner, properties, settings)
    }
    makeSureOfTwins(of: properties)
    identities.see(properties)
    rename()
    do throws(SystemCallError) {
      try attach(properties, settings)
    } catch {
      // A device that has gone already is no error: udev reports it.
      if error.errno == .operationNotSupportedByDevice { return leave(properties.sysPath) }
      ignore(properties, .failed(error))
    }
  }

  /// Tries again to open the devices that are due.
  func retryOpening(at now: Int64) {
    for sysPath in retries.due(at: now) {
      if case .ignored(let device) = devices[sysPath] {
        consider(device.properties)
      } else {
        retries.forget(sysPath)
      }
    }
  }

  /// Ends reading a scanner that is gone.
  func detach(_ scanner: Scanner) {
    poller.unwatch(scanner.device.descriptor)
    devices[scanner.record.properties.sysPath] = nil
    identities.forget(sysPath: scanner.record.properties.sysPath)
    scanner.end(.unplugged)
    identities.note(isCut: scanner.wedge.isCut, of: scanner.record.id)
    tellUnfinished()
    handlers.changed(.detached(scanner.state))
  }

  /// Closes the inherited descriptors that belong to no scanner, and returns their names.
  func closeInherited() -> [String] {
    defer { inherited = [:] }
    for descriptor in inherited.values { close(descriptor) }
    return inherited.keys.sorted()
  }

  private func attach(
    _ properties: DeviceProperties, _ settings: ScannerSettings
  ) throws(SystemCallError) {
    let (device, isInherited) = try open(properties)
    guard Scanner.canScan(try device.keys()) else {
      identities.forget(sysPath: properties.sysPath)
      return ignore(properties, .noDigitsAndEnter)
    }
    let scanner = Scanner(
      device, isInherited: isInherited, identity: identities.identify(properties),
      properties: properties, settings: settings,
      outlet: { [unowned self] in deliver($0, $1, $2) })
    try poller.watch(device.descriptor) { [unowned self] readiness in
      serve(scanner, isGone: readiness.contains(.hungUp))
    }
    devices[properties.sysPath] = .read(scanner)
    retries.forget(properties.sysPath)
    setTimer(no: scanner.deadline)
    handlers.changed(.attached(scanner.state))
    scanner.deliverUnread()
    tellUnfinished()
  }

  private func open(
    _ properties: DeviceProperties
  ) throws(SystemCallError) -> (device: any EventDevice, isInherited: Bool) {
    if let descriptor = inherited[properties.storeName],
      let device = kernel.adopt(descriptor, properties)
    {
      inherited[properties.storeName] = nil
      // The descriptor of a device that was plugged out and in again is dead.
      if (try? device.keys()) != nil { return (device, true) }
    }
    return (try kernel.open(properties), false)
  }

  private func deliver(_ scanner: Scanner, _ capture: Capture, _ settings: ScannerSettings) {
    let now = SystemClock.realtime.now
    handlers.received(
      ReceivedScan(
        scanner: scanner.record.id, settings: settings, capture: capture,
        time: wallTime(at: capture.time, realtimeNow: now), deliveredAt: now,
        movedFrom: scanner.movedFrom))
  }

  private func update(
    _ scanner: Scanner, _ properties: DeviceProperties, _ settings: ScannerSettings
  ) {
    let before = scanner.condition
    scanner.record.properties = properties
    scanner.apply(settings)
    setTimer(no: scanner.deadline)
    tellUnfinished()
    if scanner.condition != before { handlers.changed(.condition(scanner.state)) }
  }

  private func ignore(_ properties: DeviceProperties, _ reason: IgnoredDevice.Reason) {
    if case .read(let scanner) = devices[properties.sysPath] { detach(scanner) }
    let ignored = IgnoredDevice(properties: properties, reason: reason)
    let isNews: Bool
    if case .ignored(let before) = devices[properties.sysPath] {
      isNews = before.reason != reason
    } else {
      isNews = true
    }
    devices[properties.sysPath] = .ignored(ignored)
    planRetry(of: ignored)
    if isNews { handlers.changed(.ignored(ignored)) }
  }

  private func planRetry(of device: IgnoredDevice) {
    guard case .failed = device.reason else { return retries.forget(device.properties.sysPath) }
    retries.noteFailure(of: device.properties.sysPath, at: SystemClock.monotonic.now)
    setTimer(no: retries.next)
  }

  /// udev says that a device is gone. What it had sent before still counts.
  private func leave(_ sysPath: String) {
    if case .read(let scanner) = devices[sysPath] { serve(scanner, isGone: true) }
    devices[sysPath] = nil
    retries.forget(sysPath)
    identities.forget(sysPath: sysPath)
  }

  /// A scanner that is plugged in elsewhere may be heard of before its going is. Its descriptor
  /// knows better: a read of it fails.
  private func makeSureOfTwins(of properties: DeviceProperties) {
    guard !properties.serial.isEmpty else { return }
    for scanner in scanners where scanner.record.properties.serial == properties.serial {
      serve(scanner)
    }
  }

  private func rename() {
    for (sysPath, id) in identities.rename().sorted(by: { $0.key < $1.key }) {
      guard case .read(let scanner) = devices[sysPath] else { continue }
      let before = scanner.record.id
      scanner.record.id = id
      tellUnfinished()
      handlers.changed(.renamed(from: before, scanner.state))
    }
  }
}
