// SPDX-License-Identifier: Apache-2.0

// `scanctl scanners --all` and the doctor name scanners that are no keyboards. The testbed has the /sys of
// one in HID POS mode and of one that is a serial port.

import Foundation
import Testing
import Wire

@Suite struct DeviceListTests {
  private let testbed: Testbed

  init() throws {
    testbed = try Testbed()
    try testbed("add \(repository)/scripts/testbed/devices/newland-hidpos.umockdev")
    try testbed("add \(repository)/scripts/testbed/devices/serial.umockdev")
    try testbed("plug desk keyboard port=4")
    try testbed("plug mouse mouse port=5")
    try testbed("plug dock honeywell port=1")
    try testbed("plug media honeywell-media port=1")
  }

  @Test func withoutADaemonTheDevicesAreListed() throws {
    let list = try scanctl("scanners", "--all", socket: "/nowhere")
    #expect(list.status == 0)
    #expect(list.errors.contains("What scand reads is unknown. There is no socket /nowhere."))
    #expect(list.output.hasPrefix("Connected:\n"))
    let lines = list.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("/dev/hidraw1007") && $0.contains("HID POS mode") })
    #expect(lines.contains { $0.contains("/dev/ttyACM1007") && $0.contains("serial mode") })
    #expect(lines.contains { $0.hasSuffix("not marked as a scanner") })
    #expect(!list.output.contains("Mouse"))
  }

  @Test func aBluetoothScannerIsKnownByItsAddress() throws {
    try testbed("plug cordless bluetooth")
    let list = try scanctl("scanners", "--all", socket: "/nowhere")
    let lines = list.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("0c2e:0c71") && $0.contains("1602g") }, "\(list.output)")
  }

  @Test func theTextOfAUSBDeviceIsMadeSafe() throws {
    let list = try scanctl("scanners", "--all", socket: "/nowhere")
    #expect(list.output.contains("HR22{ESC}[31m Barcode Scanner"))
    #expect(!list.output.utf8.contains(0x1B))
    let doctor = try scanctl("doctor", socket: "/nowhere")
    #expect(doctor.output.contains("HR22{ESC}[31m Barcode Scanner"))
    #expect(!doctor.output.utf8.contains(0x1B))
  }

  @Test func withADaemonReadDevicesAndOthersAreToldApart() throws {
    let daemon = try Daemon(in: testbed)
    try testbed("await dock grab")
    let list = try scanctl("scanners", "--all", "--json", socket: daemon.socket)
    guard case .object(let answer)? = JSONValue(parsing: list.output.utf8),
      case .array(let devices)? = answer["devices"]
    else { throw DaemonError(text: list.output) }
    #expect(answer["answered"] == .boolean(true))
    let states = devices.compactMap { device in
      if case .object(let fields) = device { fields.fields["state"] } else { nil }
    }
    #expect(
      states == [
        .string("ignored"), .string("read"), .string("other-mode"), .string("other-mode"),
      ])
    let people = try scanctl("scanners", "--all", socket: daemon.socket).output
    #expect(people.hasPrefix("1 scanner:\n"))
    #expect(people.contains("Honeywell 3310g is one device with 2 interfaces"))
    #expect(people.contains("scan the label \"USB Keyboard (PC)\""))
  }

  private func scanctl(
    _ arguments: String..., socket: String
  ) throws -> (output: String, errors: String, status: Int32) {
    try run(
      binary("scanctl"), arguments,
      environment: testbed.environment.merging(["SCAND_SOCKET": socket]) { $1 })
  }
}
