// SPDX-License-Identifier: Apache-2.0

/// What udev knows of an input device. Everything but paths may hold any text its maker liked.
public struct DeviceProperties: Sendable, Equatable {
  /// ID_BUS: `usb`, `bluetooth` …; empty if udev does not say.
  public var bus: String
  /// ID_VENDOR_ID: four lower-case hexadecimal digits.
  public var vendor: String
  /// ID_MODEL_ID: four lower-case hexadecimal digits.
  public var product: String
  /// ID_SERIAL_SHORT; empty if it has none.
  public var serial: String
  /// ID_PATH_TAG: where it is plugged in, the controller included.
  public var path: String
  /// The name that the device gives itself.
  public var name: String
  /// Its node, `/dev/input/event3`.
  public var node: String
  /// Its directory below /sys, which no other device gets until the next boot.
  public var sysPath: String
  /// ID_BARCODE_SCANNER=1: a known model, or adopted.
  public var isMarkedScanner: Bool

  /// A device; what is not known stays empty.
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

  /// Where its plug is: the path without the interface, which a device may have several of.
  ///
  /// ID_PATH ends in `…-usb-0:2.1:1.0`, port, configuration and interface; the tag has underscores.
  var port: String {
    guard path.contains("-usb-") else { return path }
    let parts = path.split(separator: "_", omittingEmptySubsequences: false)
    return parts.dropLast(2).joined(separator: "_")
  }
}
