// SPDX-License-Identifier: Apache-2.0

// The facts about an input device that are known without opening it: those in udev's database and
// below /sys. They are for the doctor, which must disturb nothing, and for adopting, which opens only
// what may be a scanner.

import Configuration
import SystemCalls
import Wedge

/// An event device as udev has left it.
public struct InputDevice: Sendable, Equatable {
  /// Its properties in udev's database.
  public var properties: DeviceProperties
  /// ID_BARCODE_SCANNER=0: an administrator has ruled it out, whatever its model.
  public var isRuledOut: Bool
  /// True if it has the keys to type a label with: digits and Enter.
  public var canScan: Bool
  /// ID_INPUT=1: desktops and logind take it for a keyboard.
  public var isInput: Bool
  /// `power/control` of the USB device: `on`, or `auto` if it may be put to sleep; empty elsewhere.
  public var powerControl: String

  /// The USB device that it is part of; nil if it is part of none.
  public var usb: USBDevice?

  /// A device.
  public init(
    properties: DeviceProperties, isRuledOut: Bool = false, canScan: Bool = true,
    isInput: Bool = false, powerControl: String = "", usb: USBDevice? = nil
  ) {
    self.properties = properties
    self.isRuledOut = isRuledOut
    self.canScan = canScan
    self.isInput = isInput
    self.powerControl = powerControl
    self.usb = usb
  }

  /// The event devices that are there, by their nodes: udev_enumerate_scan_devices(3). None is opened.
  public static func present() throws(SystemCallError) -> [InputDevice] {
    try UdevContext().mapDevices(of: "input", InputDevice.init)
      .sorted { ($0.number, $0.properties.node) < ($1.number, $1.properties.node) }
  }

  private init?(_ device: borrowing UdevDevice) {
    guard let properties = device.properties else { return nil }
    self.init(
      properties: properties, isRuledOut: device.property("ID_BARCODE_SCANNER") == "0",
      canScan: Scanner.canScan(keys(listed: device.inputAttribute("capabilities/key"))),
      isInput: device.property("ID_INPUT") == "1",
      powerControl: device.withUSBParent("usb_device") { $0["power/control"] } ?? "",
      usb: device.usbDevice)
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
