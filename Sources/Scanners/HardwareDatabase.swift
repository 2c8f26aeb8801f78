// SPDX-License-Identifier: Apache-2.0

import CUdev
import Configuration

/// The compiled hardware database of udev (hwdb(7)): facts about models, whether plugged in or not.
public final class HardwareDatabase {
  private let context: OpaquePointer
  private let database: OpaquePointer

  /// Opens it: udev_hwdb_new(3). Nil if none has been compiled.
  public init?() {
    guard let context = udev_new() else { return nil }
    guard let database = udev_hwdb_new(context) else {
      udev_unref(context)
      return nil
    }
    self.context = context
    self.database = database
  }

  deinit {
    udev_hwdb_unref(database)
    udev_unref(context)
  }

  /// The properties of a key; empty if it has none: udev_hwdb_get_properties_list_entry(3).
  public func properties(of key: String) -> [String: String] {
    var properties: [String: String] = [:]
    var entry = udev_hwdb_get_properties_list_entry(database, key, 0)
    while let current = entry {
      if let name = udev_list_entry_get_name(current),
        let value = udev_list_entry_get_value(current)
      {
        properties[String(cString: name)] = String(cString: value)
      }
      entry = udev_list_entry_get_next(current)
    }
    return properties
  }

  /// True if a device is of a model that is known to be a scanner.
  public func isScanner(_ device: DeviceProperties) -> Bool {
    guard let key = device.hardwareKey else { return false }
    return properties(of: key)["ID_BARCODE_SCANNER"] == "1"
  }

  /// True if a USB device is of a model that is known to be a scanner, in whatever mode.
  public func isScanner(_ usb: USBDevice) -> Bool {
    guard isID(usb.vendor), isID(usb.product) else { return false }
    let ids = "v\(usb.vendor)p\(usb.product)"
    return properties(of: "scanner:usb:\(ids)")["ID_BARCODE_SCANNER"] == "1"
      || !properties(of: "scanner-mode:usb:\(ids)").isEmpty
  }
}

/// True if a text is an id of USB: four hexadecimal digits.
private func isID(_ text: String) -> Bool {
  text.utf8.count == 4 && text.allSatisfy(\.isHexDigit)
}

extension DeviceProperties {
  /// The key under which the hardware database knows its model, `scanner:usb:v0c2ep0b61`; nil if
  /// udev does not say what it is.
  public var hardwareKey: String? {
    guard isID(vendor), isID(product) else { return nil }
    return "scanner:usb:v\(vendor)p\(product)"
  }
}
