// SPDX-License-Identifier: Apache-2.0

import Scanners
import SystemCalls
import Wire

extension Inventory {
  /// Asks udev and /sys which devices there are, and opens none.
  ///
  /// - Parameter daemon: the daemon's answer; nil if there was none.
  package static func gather(_ daemon: ScannerList?) -> Inventory {
    Inventory(
      inputs: (try? InputDevice.present()) ?? [],
      others: (try? OtherInterface.present(HardwareDatabase())) ?? [], daemon: daemon)
  }
}

extension OtherScannerFacts {
  /// Looks for them, and for ModemManager if one of them is a serial port.
  static func gather(_ inventory: Inventory) -> OtherScannerFacts {
    var facts = OtherScannerFacts(scanners: inventory.inOtherModes)
    let hasPort = facts.scanners.contains { $0.interfaces.contains { $0.kind == .serial } }
    facts.modemManagerRuns =
      hasPort && output(of: "systemctl", "is-active", "-q", "ModemManager.service")?.status == 0
    return facts
  }
}
