// SPDX-License-Identifier: Apache-2.0

/// The properties of an input device in udev's database. All but paths may hold any text.
public struct DeviceProperties: Sendable, Hashable {
  /// ID_BUS: `usb`, `bluetooth` …; empty if it is not known.
  public var bus: String
  /// ID_VENDOR_ID: four lower-case hexadecimal digits. Of a Bluetooth device it is `id/vendor` below /sys.
  public var vendor: String
  /// ID_MODEL_ID: four lower-case hexadecimal digits. Of a Bluetooth device it is `id/product` below /sys.
  public var product: String
  /// ID_SERIAL_SHORT; empty if it has none. Of a Bluetooth device it is the address.
  public var serial: String
  /// ID_PATH_TAG: the port, with its controller.
  public var path: String
  /// The name that the device gives itself.
  public var name: String
  /// Its node, `/dev/input/event3`.
  public var node: String
  /// Its directory below /sys, which no other device gets until the next boot.
  public var sysPath: String
  /// ID_BARCODE_SCANNER=1: a known model, or adopted.
  public var isMarkedScanner: Bool

  /// A device; properties that are not known stay empty.
  public init(
    bus: String = "", vendor: String = "", product: String = "", serial: String = "",
    path: String = "", name: String = "", node: String = "", sysPath: String = "",
    isMarkedScanner: Bool = false
  ) {
    self.bus = bus
    self.vendor = vendor
    self.product = product
    self.serial = serial
    self.path = path
    self.name = name
    self.node = node
    self.sysPath = sysPath
    self.isMarkedScanner = isMarkedScanner
  }
}
