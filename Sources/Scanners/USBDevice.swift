// SPDX-License-Identifier: Apache-2.0

import CUdev

/// A USB device below /sys, of which input devices and other interfaces are parts. All but the path may be
/// any text.
public struct USBDevice: Sendable, Hashable {
  /// Its directory below /sys.
  public var sysPath: String
  /// The port as the kernel counts: `1-4.2` is port 2 of the hub at port 4 of bus 1.
  public var port: String
  /// `idVendor`: four lower-case hexadecimal digits.
  public var vendor: String
  /// `idProduct`: four lower-case hexadecimal digits.
  public var product: String
  /// `serial`; empty if it has none.
  public var serial: String
  /// `manufacturer`; empty if it does not say.
  public var maker: String
  /// `product`, the name of the model; empty if it does not say.
  public var model: String

  /// A USB device; attributes that are not known stay empty.
  public init(
    sysPath: String, port: String = "", vendor: String = "", product: String = "",
    serial: String = "", maker: String = "", model: String = ""
  ) {
    self.sysPath = sysPath
    self.port = port
    self.vendor = vendor
    self.product = product
    self.serial = serial
    self.maker = maker
    self.model = model
  }
}

extension UdevDevice {
  /// The USB device that it is part of; nil if it is part of none
  /// (udev_device_get_parent_with_subsystem_devtype(3)).
  var usbDevice: USBDevice? {
    withUSBParent("usb_device") { usb in
      USBDevice(
        sysPath: usb.path, port: usb.name, vendor: usb["idVendor"].lowercased(),
        product: usb["idProduct"].lowercased(), serial: usb["serial"], maker: usb["manufacturer"],
        model: usb["product"])
    }
  }

  /// The name that the USB interface gives itself; empty if it has none.
  var usbInterfaceName: String { withUSBParent("usb_interface") { $0["interface"] } ?? "" }
}
