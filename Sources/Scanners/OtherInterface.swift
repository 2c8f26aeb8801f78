// SPDX-License-Identifier: Apache-2.0

// Many scanners can be set to modes in which they are no keyboard. As HID POS devices they are hidraw nodes,
// as serial ports ttys; neither is read. The kernel gives a HID POS interface no event node, and its modalias
// does not name the usage page, so only the report descriptor tells. A serial port tells nothing of what is
// behind it but its USB ids and names.

import CUdev
import SystemCalls

/// An interface by which a scanner sends its data, but not as a keyboard does.
public struct OtherInterface: Sendable, Equatable {
  /// The kind of an interface.
  public enum Kind: String, Sendable {
    /// A HID device on the page of bar code scanners.
    case hidPOS = "hid-pos"
    /// A serial port: CDC-ACM, or the chip of a serial adapter.
    case serial
  }

  /// The kind.
  public var kind: Kind
  /// The node, `/dev/hidraw0` or `/dev/ttyACM0`; empty if the kernel gives none.
  public var node: String
  /// The device that it is part of.
  public var usb: USBDevice
  /// True if ID_MM_DEVICE_IGNORE keeps ModemManager away from it.
  public var isHiddenFromModems: Bool

  /// An interface.
  public init(kind: Kind, node: String, usb: USBDevice, isHiddenFromModems: Bool = false) {
    self.kind = kind
    self.node = node
    self.usb = usb
    self.isHiddenFromModems = isHiddenFromModems
  }

  /// The interfaces that are there, by their nodes; none is opened.
  ///
  /// - Parameter database: the compiled hardware database, if there is one. It knows scanners that are serial
  ///   ports.
  public static func present(
    _ database: HardwareDatabase?
  ) throws(SystemCallError) -> [OtherInterface] {
    let context = try UdevContext()
    let found =
      try context.mapDevices(of: "hid", OtherInterface.init(hid:))
      + context.mapDevices(of: "tty") { OtherInterface(tty: $0, database) }
    return found.sorted { $0.node < $1.node }
  }

  /// A HID device, if its report descriptor says that it is a bar code scanner.
  private init?(hid device: borrowing UdevDevice) {
    let path = device.sysPath
    guard let usb = device.usbDevice,
      let descriptor = try? Files.read(
        path + "/report_descriptor", upTo: ReportDescriptor.maximumLength),
      ReportDescriptor(descriptor).isBarcodeScanner
    else { return nil }
    let node = (try? Files.names(in: path + "/hidraw"))?.min().map { "/dev/\($0)" }
    self.init(kind: .hidPOS, node: node ?? "", usb: usb)
  }

  /// A serial port on USB, if its ids or names say that it is a scanner.
  private init?(tty device: borrowing UdevDevice, _ database: HardwareDatabase?) {
    guard ["ttyACM", "ttyUSB"].contains(where: device.name.hasPrefix), let usb = device.usbDevice
    else { return nil }
    let names = [device.usbInterfaceName, usb.maker, usb.model]
    guard database?.isScanner(usb) ?? false || names.contains(where: saysScanner) else {
      return nil
    }
    self.init(
      kind: .serial, node: device.node, usb: usb,
      isHiddenFromModems: device.property("ID_MM_DEVICE_IGNORE") == "1")
  }
}

/// True if a name that a device gives itself is that of a bar code scanner. Other scanners, of pictures, are
/// no serial ports.
func saysScanner(_ name: String) -> Bool {
  let name = name.lowercased()
  return ["scanner", "barcode", "bar code"].contains(where: name.contains)
}
