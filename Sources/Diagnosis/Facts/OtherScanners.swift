// SPDX-License-Identifier: Apache-2.0

import Wire

/// The scanners that are plugged in and are no keyboards.
struct OtherScannerFacts: Equatable {
  /// The scanners.
  var scanners: [Inventory.Device] = []
  /// True if ModemManager runs. It tries every new serial port for a modem.
  var modemManagerRuns = false

  /// A scanner has one finding.
  var findings: [Finding] { scanners.map(finding) }

  private func finding(_ scanner: Inventory.Device) -> Finding {
    let cure = scanner.cure
    return Finding(
      check: .device, state: .warning,
      seen: "\(scanner.title) is a scanner in \(scanner.modes) mode",
      why: "scand reads scanners that act as keyboards, so it gets nothing that this one scans",
      details: [cure.prefix(1).uppercased() + cure.dropFirst()]
        + (isProbed(scanner) ? [Self.probing] : []))
  }

  private func isProbed(_ scanner: Inventory.Device) -> Bool {
    guard modemManagerRuns, case .otherMode(let interfaces) = scanner.state else { return false }
    return interfaces.contains { $0.kind == .serial && !$0.isHiddenFromModems }
  }

  private static let probing =
    "ModemManager sends AT commands to it whenever it is plugged in, unless a udev rule sets "
    + "ID_MM_DEVICE_IGNORE=1 for it"
}
