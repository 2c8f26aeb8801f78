// SPDX-License-Identifier: Apache-2.0

// The monitor listens from the moment it is made, so no device is missed by listing them afterwards:
// one that comes in between is seen twice.
//
// udev_device_get_is_initialized(3), which tells whether udev has finished with a device, asks for
// udev's own record below /run, which a device of a mocked /sys has not. But a device whose rules have
// run has properties beginning with ID_, which the kernel never sets; one without them is left alone
// until udev reports it.

import CUdev
import Configuration
import Glibc
import SystemCalls

/// The input devices of this machine: libudev(3).
final class Udev: DeviceDirectory {
  private let context: UdevContext
  private let monitor: OpaquePointer

  /// Connects to udev and listens: udev_monitor_new_from_netlink(3).
  init() throws(SystemCallError) {
    context = try UdevContext()
    guard let monitor = udev_monitor_new_from_netlink(context.pointer, "udev") else {
      throw SystemCallError("udev_monitor_new_from_netlink")
    }
    self.monitor = monitor
    try checkUdev("udev_monitor_filter") {
      udev_monitor_filter_add_match_subsystem_devtype(monitor, "input", nil)
    }
    try checkUdev("udev_monitor_enable_receiving") { udev_monitor_enable_receiving(monitor) }
  }

  deinit {
    udev_monitor_unref(monitor)
  }

  var descriptor: Int32 { udev_monitor_get_fd(monitor) }

  /// The event devices that are there.
  func devices() throws(SystemCallError) -> [DeviceProperties] {
    try context.mapDevices(of: "input") { $0.isFinished ? $0.properties : nil }
  }

  /// The next report of the monitor: udev_monitor_receive_device(3).
  func next() -> DeviceNews? {
    errno = 0
    guard let device = UdevDevice(udev_monitor_receive_device(monitor)) else {
      return errno == ENOBUFS ? .lost : nil
    }
    if device.action == "remove" { return .gone(sysPath: device.sysPath) }
    return device.properties.map(DeviceNews.present) ?? .other
  }
}

/// A `struct udev`: udev_new(3).
struct UdevContext: ~Copyable {
  let pointer: OpaquePointer

  /// Reads udev's configuration.
  init() throws(SystemCallError) {
    guard let pointer = udev_new() else { throw SystemCallError("udev_new") }
    self.pointer = pointer
  }

  deinit {
    udev_unref(pointer)
  }

  /// The values that `transform` makes of the devices of a subsystem; nil leaves one out:
  /// udev_enumerate_scan_devices(3).
  func mapDevices<T>(
    of subsystem: String, _ transform: (borrowing UdevDevice) -> T?
  ) throws(SystemCallError) -> [T] {
    guard let scan = udev_enumerate_new(pointer) else {
      throw SystemCallError("udev_enumerate_new")
    }
    defer { udev_enumerate_unref(scan) }
    try checkUdev("udev_enumerate_add_match") {
      udev_enumerate_add_match_subsystem(scan, subsystem)
    }
    try checkUdev("udev_enumerate_scan_devices") { udev_enumerate_scan_devices(scan) }
    var found: [T] = []
    var entry = udev_enumerate_get_list_entry(scan)
    while let current = entry {
      if let path = udev_list_entry_get_name(current),
        let device = UdevDevice(udev_device_new_from_syspath(pointer, path)),
        let value = transform(device)
      {
        found.append(value)
      }
      entry = udev_list_entry_get_next(current)
    }
    return found
  }
}

/// A reference to a `struct udev_device`, given back at the end (udev_device_unref(3)).
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

  /// The action that udev reports: `add`, `change`, `bind`, `remove` …
  var action: String { text(udev_device_get_action(pointer)) }

  /// The directory below /sys.
  var sysPath: String { text(udev_device_get_syspath(pointer)) }

  /// True if udev's rules have run for it.
  var isFinished: Bool {
    var entry = udev_device_get_properties_list_entry(pointer)
    while let current = entry {
      if text(udev_list_entry_get_name(current)).hasPrefix("ID_") { return true }
      entry = udev_list_entry_get_next(current)
    }
    return false
  }

  /// The properties; nil if it is no event device (`/dev/input/event*`).
  var properties: DeviceProperties? {
    let node = node
    guard name.hasPrefix("event"), !node.isEmpty else {
      return nil
    }
    var properties = DeviceProperties(
      bus: property("ID_BUS"), vendor: property("ID_VENDOR_ID").lowercased(),
      product: property("ID_MODEL_ID").lowercased(), serial: property("ID_SERIAL_SHORT"),
      path: property("ID_PATH_TAG"), name: inputAttribute("name"), node: node, sysPath: sysPath,
      isMarkedScanner: property("ID_BARCODE_SCANNER") == "1")
    if properties.bus == "bluetooth" { addBluetoothIdentity(to: &properties) }
    return properties
  }

  /// Adds what udev's rules find out of USB devices only; the kernel has the device's address as `uniq`.
  private func addBluetoothIdentity(to properties: inout DeviceProperties) {
    if properties.vendor.isEmpty {
      properties.vendor = inputAttribute("id/vendor").lowercased()
      properties.product = inputAttribute("id/product").lowercased()
    }
    if properties.serial.isEmpty { properties.serial = inputAttribute("uniq") }
  }

  /// A property in udev's database; empty if it is not set.
  func property(_ name: String) -> String {
    text(udev_device_get_property_value(pointer, name))
  }

  /// An attribute below /sys of the input device; the event device is one way to read that.
  func inputAttribute(_ name: String) -> String {
    text(udev_device_get_sysattr_value(udev_device_get_parent(pointer), name))
  }

  /// The node, `/dev/ttyACM0`; empty if it has none.
  var node: String { text(udev_device_get_devnode(pointer)) }

  /// The name in its directory's path: `event3`, `ttyACM0`.
  var name: String { text(udev_device_get_sysname(pointer)) }

  /// A USB device or interface above another device, which keeps it.
  struct USBParent: ~Copyable {
    fileprivate let pointer: OpaquePointer

    /// The directory below /sys.
    var path: String { text(udev_device_get_syspath(pointer)) }

    /// The name in the directory's path: `1-4.2`.
    var name: String { text(udev_device_get_sysname(pointer)) }

    /// An attribute below /sys; empty if it has none of that name.
    subscript(attribute: String) -> String {
      text(udev_device_get_sysattr_value(pointer, attribute))
    }
  }

  /// The value that `body` makes of the USB device or interface that it is part of; nil if it is part of
  /// none: udev_device_get_parent_with_subsystem_devtype(3).
  func withUSBParent<T>(_ type: String, _ body: (borrowing USBParent) -> T) -> T? {
    guard let found = udev_device_get_parent_with_subsystem_devtype(pointer, "usb", type) else {
      return nil
    }
    return body(USBParent(pointer: found))
  }
}

/// Makes a call of libudev, which returns a negative error number when it fails.
private func checkUdev(_ call: String, _ body: () -> Int32) throws(SystemCallError) {
  try systemCall(call) {
    let result = body()
    if result < 0 { errno = -result }
    return result < 0 ? -1 : result
  }
}

/// A string of libudev, which may be nil; bytes that are not UTF-8 are replaced.
private func text(_ string: UnsafePointer<CChar>?) -> String {
  string.map { String(cString: $0) } ?? ""
}
