// SPDX-License-Identifier: Apache-2.0

// The monitor listens from the moment it is made, so whoever then lists the devices misses none:
// one that comes in between is seen twice.
//
// Which devices has udev finished with? udev_device_get_is_initialized(3) asks for udev's own record
// below /run, which a device has that came through a mocked /sys has not. But a device whose rules
// have run has properties beginning with ID_, which the kernel never sets; one without them is left
// alone until udev tells of it.

import CLinux
import Glibc

/// The input devices of this machine: libudev(3).
final class Udev: DeviceDirectory {
  private let context: OpaquePointer
  private let monitor: OpaquePointer

  /// Connects to udev and listens: udev_monitor_new_from_netlink(3).
  init() throws(SystemCallError) {
    guard let context = udev_new() else { throw SystemCallError("udev_new") }
    guard let monitor = udev_monitor_new_from_netlink(context, "udev") else {
      udev_unref(context)
      throw SystemCallError("udev_monitor_new_from_netlink")
    }
    self.context = context
    self.monitor = monitor
    try checkUdev(
      udev_monitor_filter_add_match_subsystem_devtype(monitor, "input", nil), "udev_monitor_filter")
    try checkUdev(udev_monitor_enable_receiving(monitor), "udev_monitor_enable_receiving")
  }

  deinit {
    udev_monitor_unref(monitor)
    udev_unref(context)
  }

  var descriptor: Int32 { udev_monitor_get_fd(monitor) }

  /// The event devices that are there: udev_enumerate_scan_devices(3).
  func devices() throws(SystemCallError) -> [DeviceProperties] {
    guard let scan = udev_enumerate_new(context) else {
      throw SystemCallError("udev_enumerate_new")
    }
    defer { udev_enumerate_unref(scan) }
    try checkUdev(udev_enumerate_add_match_subsystem(scan, "input"), "udev_enumerate_add_match")
    try checkUdev(udev_enumerate_scan_devices(scan), "udev_enumerate_scan_devices")
    var found: [DeviceProperties] = []
    var entry = udev_enumerate_get_list_entry(scan)
    while let current = entry {
      if let path = udev_list_entry_get_name(current),
        let device = UdevDevice(udev_device_new_from_syspath(context, path)), device.isFinished,
        let properties = device.properties
      {
        found.append(properties)
      }
      entry = udev_list_entry_get_next(current)
    }
    return found
  }

  /// What the monitor received: udev_monitor_receive_device(3).
  func next() -> DeviceNews? {
    errno = 0
    guard let device = UdevDevice(udev_monitor_receive_device(monitor)) else {
      return errno == ENOBUFS ? .lost : nil
    }
    if device.action == "remove" { return .gone(sysPath: device.sysPath) }
    return device.properties.map(DeviceNews.present) ?? .other
  }
}

/// The functions of libudev return a negative errno where they fail.
private func checkUdev(_ result: Int32, _ call: String) throws(SystemCallError) {
  if result < 0 { throw SystemCallError(call, code: -result) }
}
