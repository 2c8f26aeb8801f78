// SPDX-License-Identifier: Apache-2.0

import Configuration

extension DeviceProperties {
  /// The name under which the service manager keeps the descriptor of a scanner: that of its port, or bus and
  /// address of a Bluetooth scanner, which has no port. Empty if it has neither.
  public var storeName: String {
    if !path.isEmpty { return path }
    guard bus == "bluetooth", !serial.isEmpty else { return "" }
    // FDNAME= of sd_notify(3) may contain no colon.
    return "bluetooth-" + serial.split(separator: ":").joined(separator: "_")
  }
}
