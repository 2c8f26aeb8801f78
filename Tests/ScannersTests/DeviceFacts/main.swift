// SPDX-License-Identifier: Apache-2.0

// Asks an event node twice and prints two lines: what Scanners gets from the kernel and from udev, and what
// libevdev says about the same device. LibevdevTests compare the two.

import CEvdev
import CLinux
import Glibc
import Wedge

@testable import Scanners

struct Facts {
  var name: String
  var vendor: String
  var product: String
  var keys: [UInt16]
  var keysDown: [UInt16]
  var capsLock: Bool?

  var line: String {
    "name=\(name) ids=\(vendor):\(product) keys=\(list(keys)) down=\(list(keysDown)) "
      + "capslock=\(capsLock.map { $0 ? "on" : "off" } ?? "unknown")"
  }

  private func list(_ codes: [UInt16]) -> String {
    codes.map { String($0) }.joined(separator: ",")
  }
}

func factsOfScanners(_ device: InputDevice, _ node: EvdevNode) throws -> Facts {
  let down = try node.keysDown()
  return Facts(
    name: device.properties.name, vendor: device.properties.vendor,
    product: device.properties.product, keys: try node.keys().codes, keysDown: down.codes,
    capsLock: down.capsLock)
}

func factsOfLibevdev(_ descriptor: Int32) -> Facts? {
  var device: OpaquePointer?
  guard libevdev_new_from_fd(descriptor, &device) == 0, let device else { return nil }
  defer { libevdev_free(device) }
  let codes = 0..<UInt32(KEY_CNT)
  return Facts(
    name: String(cString: libevdev_get_name(device)), vendor: hex(libevdev_get_id_vendor(device)),
    product: hex(libevdev_get_id_product(device)),
    keys: codes.filter { libevdev_has_event_code(device, UInt32(EV_KEY), $0) == 1 }
      .map { UInt16($0) },
    keysDown: codes.filter { libevdev_get_event_value(device, UInt32(EV_KEY), $0) == 1 }
      .map { UInt16($0) },
    capsLock: libevdev_get_event_value(device, UInt32(EV_LED), UInt32(LED_CAPSL)) == 1)
}

func hex(_ id: Int32) -> String {
  let digits = String(id, radix: 16)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

guard CommandLine.arguments.count == 2,
  let device = try InputDevice.present().first(where: {
    $0.properties.node == CommandLine.arguments[1]
  })
else {
  print("usage: device-facts NODE")
  exit(64)
}
let node = try EvdevNode(device.properties)
print(try factsOfScanners(device, node).line)
print(factsOfLibevdev(node.descriptor)?.line ?? "libevdev refuses the device")
