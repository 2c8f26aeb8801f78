// SPDX-License-Identifier: Apache-2.0

import Scanners
import Wire

/// A device that is, or should be, a scanner: what udev's rules have made of it.
struct DeviceFacts: Equatable {
  /// The device in udev's database.
  var device: InputDevice
  /// True if the hardware database knows the model as a scanner.
  var isKnownModel = false
  /// True if a .scanner file is about it.
  var isMatched = false
  /// The group and permissions of its node (stat(2)); nil if there is no node.
  var node: Node?
  /// As `RuleFacts` has it.
  var isCompiledBelowUsr = false
  /// The daemon's own reason for ignoring it; nil if it reads it, or cannot be asked.
  var refusal: String?

  /// The group and permissions of a device node.
  struct Node: Equatable {
    var group: String
    var mode: UInt32
  }

  /// True if anything here says that it is a scanner.
  var isScanner: Bool {
    device.canScan && !device.isRuledOut
      && (isKnownModel || isMatched || device.properties.isMarkedScanner)
  }

  /// A device has one finding for each thing that is wrong with it, or one that says it is well.
  var findings: [Finding] {
    guard isScanner else { return [] }
    guard device.properties.isMarkedScanner else { return [unmarked] }
    let wrong = [nodeFinding, inputFinding, powerFinding].compactMap { $0 }
    if wrong.contains(where: { $0.state == .problem }) { return wrong }
    if let refused { return wrong + [refused] }
    guard wrong.isEmpty else { return wrong }
    return [Finding(check: .device, state: .ok, seen: "\(name) is set up as a scanner")]
  }

  private var name: String { device.shortName }

  private var unmarked: Finding {
    guard isKnownModel else {
      return Finding(
        check: .device, state: .problem,
        seen: "A .scanner file matches \(name), but udev does not mark it as a scanner",
        why: "scand may not open it",
        cures: device.registration(isCompiledBelowUsr: isCompiledBelowUsr).map { [$0] } ?? [])
    }
    return Finding(
      check: .device, state: .problem,
      seen: "\(name) is a known scanner, but udev's rules have not been applied to it",
      why: "scand treats it as a keyboard", cures: [.applyRules])
  }

  private var nodeFinding: Finding? {
    guard let node else { return nil }
    if node.group == UserFacts.devices, node.mode & 0o777 == 0o660 { return nil }
    let isOpen = node.mode & 0o006 != 0
    return Finding(
      check: .device, state: .problem,
      seen: "The node of \(name) has group \(visible(node.group)) and mode \(octal(node.mode)), "
        + "not scand-input and 0660",
      why: isOpen ? "any program can read the scans" : "scand may not open it",
      cures: [.applyRules])
  }

  private var inputFinding: Finding? {
    guard device.isInput else { return nil }
    return Finding(
      check: .device, state: .warning, seen: "\(name) still has ID_INPUT in udev's database",
      why: "desktops and logind treat it as a keyboard", cures: [.applyRules])
  }

  private var powerFinding: Finding? {
    guard device.powerControl == "auto" else { return nil }
    return Finding(
      check: .device, state: .warning, seen: "\(name) may be put to sleep (USB autosuspend)",
      why: "the first keys after a suspend are lost",
      cures: [.applyRules])
  }

  private var refused: Finding? {
    guard let refusal else { return nil }
    return Finding(
      check: .device, state: .problem, seen: "scand does not read \(name)", why: refusal,
      cures: [Cure(.restart)])
  }
}

extension InputDevice {
  /// `/dev/input/event3 (0c2e:0b61 Honeywell Voyager)`, safe to show.
  var shortName: String {
    let words = [model, visible(properties.name)].filter { !$0.isEmpty }
    return "\(visible(properties.node)) (\(words.joined(separator: " ")))"
  }

  /// `0c2e:0b61`; empty if udev does not say.
  var model: String {
    properties.vendor.isEmpty
      ? "" : "\(visible(properties.vendor)):\(visible(properties.product))"
  }

  /// The cure that registers its model as a scanner; nil if udev does not know the model.
  func registration(isCompiledBelowUsr: Bool) -> Cure? {
    guard let key = properties.hardwareKey else { return nil }
    return Cure(
      when: "if \(visible(properties.node)) is the scanner",
      .pipe(
        "printf '\(key)\\n ID_BARCODE_SCANNER=1\\n\\n'",
        intoRoot: "tee -a /etc/udev/hwdb.d/70-scanners.hwdb"),
      .updateHardwareDatabase(belowUsr: isCompiledBelowUsr), .reloadRules, .triggerDevices)
  }
}

/// `0660`
func octal(_ mode: UInt32) -> String {
  let digits = String(mode & 0o7777, radix: 8)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
