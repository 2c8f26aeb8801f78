// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Everything of the operating system that reads scanners, so that tests can put something else in
/// its place.
struct Kernel {
  /// Which devices there are.
  var directory: any DeviceDirectory
  /// Opens a device.
  var open: (DeviceProperties) throws(SystemCallError) -> any EventDevice
  /// Makes a device of an inherited descriptor; nil if it is not that device's.
  var adopt: (Int32, DeviceProperties) -> (any EventDevice)?

  /// udev and evdev.
  static func real() throws(SystemCallError) -> Kernel {
    Kernel(
      directory: try Udev(),
      open: { properties throws(SystemCallError) in try EvdevNode(properties) },
      adopt: { descriptor, properties in
        isNode(descriptor, of: properties) ? EvdevNode(adopting: descriptor) : nil
      })
  }

  /// Whether a descriptor is of the node of a device: fstat(2), stat(2).
  private static func isNode(_ descriptor: Int32, of properties: DeviceProperties) -> Bool {
    var ours = stat()
    var its = stat()
    return fstat(descriptor, &ours) == 0 && stat(properties.node, &its) == 0
      && ours.st_mode & S_IFMT == S_IFCHR && ours.st_rdev == its.st_rdev
  }
}
