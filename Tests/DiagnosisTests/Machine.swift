// SPDX-License-Identifier: Apache-2.0

import Configuration
import Scanners
import TerminalIO

@testable import Diagnosis

/// A machine on which all is well: a scanner is plugged in and read.
func wellMachine() -> Examination {
  var machine = Examination()
  machine.rules.rules = .installed("/usr/lib/udev/rules.d/65-scand.rules")
  machine.rules.database = .installed("/usr/lib/udev/hwdb.d/65-scand.hwdb")
  machine.rules.models = 40
  machine.devices = [DeviceFacts(scanner(at: "/dev/input/event3"))]
  machine.storage.room = room(free: 8 << 30, of: 16 << 30)
  machine.service.unit = [
    "LoadState": "loaded", "ActiveState": "active", "SubState": "running", "Result": "success",
    "UnitFileState": "enabled", "NRestarts": "0", "MainPID": "412",
    "StatusText": "1 scanner; 1,042 records", "NeedDaemonReload": "no",
  ]
  machine.service.socketUnit = ["LoadState": "loaded", "ActiveState": "active"]
  machine.scanners.devices = machine.devices
  machine.scanners.scanners = [
    .init(id: "usb-05f9_2206-S1", node: "/dev/input/event3", grab: "grabbed", station: "dock-1")
  ]
  return machine
}

/// A Datalogic scanner as udev leaves it when all is well.
func scanner(at node: String, isMarked: Bool = true) -> InputDevice {
  InputDevice(
    properties: DeviceProperties(
      bus: "usb", vendor: "05f9", product: "2206", name: "Datalogic Gryphon", node: node,
      isMarkedScanner: isMarked),
    canScan: true, isInput: !isMarked, powerControl: "on")
}

/// A keyboard that nobody takes for a scanner.
func keyboard(at node: String) -> DeviceFacts {
  DeviceFacts(
    device: InputDevice(
      properties: DeviceProperties(
        bus: "usb", vendor: "046d", product: "c31c", name: "Logitech Keyboard", node: node),
      canScan: true, isInput: true))
}

func room(free: UInt64, of total: UInt64, isReadOnly: Bool = false) -> StorageFacts.Room {
  StorageFacts.Room(
    mountPoint: "/var", isReadOnly: isReadOnly, freeBytes: free, totalBytes: total,
    freeInodes: 500_000, totalInodes: 1_000_000)
}

extension DeviceFacts {
  /// A known scanner whose node is as it should be.
  init(_ device: InputDevice) {
    self.init(device: device, isKnownModel: true, node: Node(group: "scand-input", mode: 0o660))
  }
}

extension [Finding] {
  /// All commands, for root, in order.
  var commands: [String] {
    flatMap { $0.cures.flatMap { $0.commands.map { $0.line(asRoot: true) } } }
  }

  var states: [Finding.State] { map(\.state) }
}

let applyRules = [
  "udevadm control --reload",
  "udevadm trigger --settle --action=change --subsystem-match=usb --subsystem-match=input",
]
