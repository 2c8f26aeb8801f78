// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A reference to one `struct udev_device`, given back at the end (udev_device_unref(3)).
struct UdevDevice: ~Copyable {
  private let pointer: OpaquePointer

  /// Takes over a reference, if there is one.
  init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit {
    udev_device_unref(pointer)
  }

  /// What happened to it: `add`, `change`, `bind`, `remove` …
  var action: String { text(udev_device_get_action(pointer)) }

  /// Its directory below /sys.
  var sysPath: String { text(udev_device_get_syspath(pointer)) }

  /// Whether udev's rules have run for it.
  var isFinished: Bool {
    var entry = udev_device_get_properties_list_entry(pointer)
    while let current = entry {
      if text(udev_list_entry_get_name(current)).hasPrefix("ID_") { return true }
      entry = udev_list_entry_get_next(current)
    }
    return false
  }

  /// What is known of it; nil if it is no event device (`/dev/input/event*`).
  var properties: DeviceProperties? {
    let node = text(udev_device_get_devnode(pointer))
    guard text(udev_device_get_sysname(pointer)).hasPrefix("event"), !node.isEmpty else {
      return nil
    }
    // The input device has the name, the event device is one way to read it.
    let input = udev_device_get_parent(pointer)
    return DeviceProperties(
      bus: property("ID_BUS"), vendor: property("ID_VENDOR_ID").lowercased(),
      product: property("ID_MODEL_ID").lowercased(), serial: property("ID_SERIAL_SHORT"),
      path: property("ID_PATH_TAG"), name: text(udev_device_get_sysattr_value(input, "name")),
      node: node, sysPath: sysPath, isMarkedScanner: property("ID_BARCODE_SCANNER") == "1")
  }

  private func property(_ name: String) -> String {
    text(udev_device_get_property_value(pointer, name))
  }
}

/// A string of libudev's, which may be nil; bytes that are not UTF-8 are replaced.
private func text(_ string: UnsafePointer<CChar>?) -> String {
  string.map { String(cString: $0) } ?? ""
}
