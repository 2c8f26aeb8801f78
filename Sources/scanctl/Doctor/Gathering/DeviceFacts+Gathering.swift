// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Scanners

extension DeviceFacts {
  /// Asks udev which devices there are, and looks at their nodes; none is opened.
  ///
  /// - Parameters:
  ///   - database: the compiled hardware database, if there is one.
  ///   - settings: the configuration, which may be about devices that udev does not know.
  ///   - daemon: what the daemon says of them.
  static func gather(
    _ database: HardwareDatabase?, _ settings: Settings, _ daemon: DaemonView, _ rules: RuleFacts
  ) -> [DeviceFacts] {
    let devices = (try? InputDevice.present()) ?? []
    return devices.map { device in
      var facts = DeviceFacts(device: device)
      facts.isKnownModel = database?.isScanner(device.properties) ?? false
      facts.isMatched = settings.isAbout(device.properties)
      facts.node = status(of: device.properties.node).map {
        Node(group: $0.groupName, mode: $0.permissions)
      }
      facts.isCompiledBelowUsr = rules.isCompiledBelowUsr
      facts.refusal = daemon.refusal(of: device.properties.node)
      return facts
    }
  }
}

extension Settings {
  /// Whether a .scanner file is about a device that udev does not mark.
  fileprivate func isAbout(_ device: DeviceProperties) -> Bool {
    var unmarked = device
    unmarked.isMarkedScanner = false
    return scanner(for: unmarked) != nil
  }
}
