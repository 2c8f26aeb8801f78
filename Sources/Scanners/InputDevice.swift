// SPDX-License-Identifier: Apache-2.0

// What can be said of an input device without opening it: what stands in udev's database and below
// /sys. For whoever looks whether the machine is set up well, and must disturb nothing.

import CLinux
import Wedge

/// An event device as udev has left it.
public struct InputDevice: Sendable, Equatable {
  /// What udev knows of it.
  public var properties: DeviceProperties
  /// ID_BARCODE_SCANNER=0: somebody has said that it is no scanner, whatever its model.
  public var isRuledOut: Bool
  /// Whether it has the keys to type a label with: digits and Enter.
  public var canScan: Bool
  /// ID_INPUT=1: desktops and logind take it for a keyboard.
  public var isInput: Bool
  /// `power/control` of the USB device: `on`, or `auto` if it may be put to sleep; empty elsewhere.
  public var powerControl: String

  /// A device.
  public init(
    properties: DeviceProperties, isRuledOut: Bool = false, canScan: Bool = true,
    isInput: Bool = false, powerControl: String = ""
  ) {
    self.properties = properties
    self.isRuledOut = isRuledOut
    self.canScan = canScan
    self.isInput = isInput
    self.powerControl = powerControl
  }

  /// The event devices that are there, by their nodes: udev_enumerate_scan_devices(3). None is opened.
  public static func present() throws(SystemCallError) -> [InputDevice] {
    guard let context = udev_new() else { throw SystemCallError("udev_new") }
    defer { udev_unref(context) }
    guard let scan = udev_enumerate_new(context) else {
      throw SystemCallError("udev_enumerate_new")
    }
    defer { udev_enumerate_unref(scan) }
    guard udev_enumerate_add_match_subsystem(scan, "input") >= 0,
      udev_enumerate_scan_devices(scan) >= 0
    else { throw SystemCallError("udev_enumerate_scan_devices") }
    var devices: [InputDevice] = []
    var entry = udev_enumerate_get_list_entry(scan)
    while let current = entry {
      if let device = InputDevice(sysPath: udev_list_entry_get_name(current), context) {
        devices.append(device)
      }
      entry = udev_list_entry_get_next(current)
    }
    return devices.sorted { ($0.number, $0.properties.node) < ($1.number, $1.properties.node) }
  }

  private init?(sysPath: UnsafePointer<CChar>?, _ context: OpaquePointer) {
    guard let sysPath, let pointer = udev_device_new_from_syspath(context, sysPath) else {
      return nil
    }
    defer { udev_device_unref(pointer) }
    guard let properties = UdevDevice(udev_device_ref(pointer))?.properties else { return nil }
    let input = udev_device_get_parent(pointer)
    let usb = udev_device_get_parent_with_subsystem_devtype(pointer, "usb", "usb_device")
    self.init(
      properties: properties,
      isRuledOut: string(udev_device_get_property_value(pointer, "ID_BARCODE_SCANNER")) == "0",
      canScan: Scanner.canScan(
        keys(listed: string(udev_device_get_sysattr_value(input, "capabilities/key")))),
      isInput: string(udev_device_get_property_value(pointer, "ID_INPUT")) == "1",
      powerControl: string(udev_device_get_sysattr_value(usb, "power/control")))
  }

  /// The number in its node's name.
  private var number: Int {
    Int(properties.node.reversed().prefix { $0.isNumber }.reversed().map(String.init).joined()) ?? 0
  }
}

/// The keys in an attribute below /sys: words of the kernel's `long` in hexadecimal, the highest
/// codes first.
func keys(listed text: String) -> KeySet {
  var keys = KeySet.none
  for (index, digits) in text.split(whereSeparator: \.isWhitespace).reversed().enumerated() {
    let word = UInt(digits, radix: 16) ?? 0
    for bit in 0..<UInt.bitWidth where word >> bit & 1 == 1 {
      keys.insert(UInt16(clamping: index * UInt.bitWidth + bit))
    }
  }
  return keys
}

private func string(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}
