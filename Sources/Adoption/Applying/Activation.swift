// SPDX-License-Identifier: Apache-2.0

// The order keeps scans from being attributed to no station. When adopting, scand reads the new .scanner file
// before udev gives it the device. When forgetting, udev takes the device away before scand reads that the file
// is gone.

import Scanners
import TerminalIO

/// The steps by which udev and scand learn of a change of the files, without a reboot.
package struct Activation {
  /// The outcome of a step.
  package enum Outcome: Sendable, Equatable {
    /// It was carried out.
    case done
    /// It could not be; the command, to be typed.
    case failed(String)
    /// There is nothing to be done.
    case notNeeded
  }

  /// The outcomes of all steps.
  package struct Result: Sendable, Equatable {
    /// udev has read its rules.
    package var rules = Outcome.notNeeded
    /// udev has applied them to the device.
    package var device = Outcome.notNeeded
    /// scand has read its configuration; not needed if it does not run.
    package var daemon = Outcome.notNeeded
    /// True if udev's database marks the device as a scanner now; nil if the device is not there.
    package var isMarked: Bool?

    /// The commands that are left to be typed, in their order.
    package var commands: [String] {
      [rules, device, daemon].compactMap { if case .failed(let line) = $0 { line } else { nil } }
    }
  }

  private let tools: Tools

  /// Those of this machine.
  package init() {
    self.init(tools: .real)
  }

  init(tools: Tools) {
    self.tools = tools
  }

  /// Has udev and scand learn that a device has become a scanner.
  package func adopt(_ device: InputDevice) -> Result {
    var result = Result()
    result.daemon = reload()
    result.rules = run("udevadm", ["control", "--reload"])
    result.device = trigger(paths(of: device), action: "change")
    result.isMarked = isMarked(device)
    return result
  }

  /// Has udev and scand learn that devices are no scanners any more.
  package func forget(_ devices: [InputDevice]) -> Result {
    var result = Result()
    result.rules = run("udevadm", ["control", "--reload"])
    let paths = devices.flatMap(paths(of:))
    // With "add", desktops and logind take the device for a keyboard again.
    if !paths.isEmpty { result.device = trigger(Set(paths).sorted(), action: "add") }
    result.daemon = reload()
    let marks = devices.compactMap(isMarked)
    result.isMarked = marks.isEmpty ? nil : marks.contains(true)
    return result
  }

  /// The directories below /sys of the USB device and of all its event devices.
  private func paths(of device: InputDevice) -> [String] {
    let parts = tools.devices().filter { $0.body == device.body }.map(\.properties.sysPath)
    return [device.body] + (parts.isEmpty ? [device.properties.sysPath] : parts)
  }

  private func trigger(_ paths: [String], action: String) -> Outcome {
    run("udevadm", ["trigger", "--settle", "--action=\(action)"] + paths)
  }

  private func reload() -> Outcome {
    let unit = "scand.service"
    guard tools.run("systemctl", ["is-active", "--quiet", unit]) else { return .notNeeded }
    return run("systemctl", ["reload", unit])
  }

  private func run(_ program: String, _ arguments: [String]) -> Outcome {
    if tools.run(program, arguments) { return .done }
    // Options are written here, paths come from the kernel.
    let words = arguments.map { $0.hasPrefix("--") ? $0 : shellWord($0) }
    return .failed(([program] + words).joined(separator: " "))
  }

  private func isMarked(_ device: InputDevice) -> Bool? {
    tools.devices().first { $0.properties.sysPath == device.properties.sysPath }
      .map(\.properties.isMarkedScanner)
  }
}
