// SPDX-License-Identifier: Apache-2.0

import Scanners
import TerminalIO
import Wire

/// The scanners, as the daemon sees them, and who else has them.
struct ScannerFacts: Equatable {
  /// A scanner that the daemon reads; its strings are safe to show.
  struct Scanner: Equatable {
    var id: String
    var node: String
    var grab: String
    var station: String?
    var problems: [String] = []
    /// Other programs that have it open, if it is not grabbed.
    var holders: [Holder] = []
  }

  /// A program that has a device open.
  struct Holder: Equatable {
    var process: Int32
    var name: String
    /// The service whose main process it is.
    var unit: String?
  }

  /// The scanners that the daemon reads; nil if it does not answer.
  var scanners: [Scanner]?
  /// True if this user can see which program has what open.
  var seesHolders = true
  /// The input devices that are there.
  var devices: [DeviceFacts] = []
  /// True if a scanner is plugged in that is no keyboard, which is a finding of its own.
  var hasOtherScanners = false

  /// The findings about scanners.
  var findings: [Finding] {
    if let scanners, !scanners.isEmpty { return scanners.flatMap(findings) }
    let isThere = devices.contains(where: \.isScanner)
    return [!isThere ? none : (scanners == nil ? notAsked : unread)]
  }

  private var notAsked: Finding {
    let count = devices.count { $0.isScanner }
    return Finding(
      check: .scanner, state: .unknown,
      seen: "\(counted(count, "scanner")) \(count == 1 ? "is" : "are") plugged in",
      why: "scand does not answer, so it is unknown if it reads them")
  }

  private func findings(_ scanner: Scanner) -> [Finding] {
    if scanner.grab == "refused" { return [refused(scanner)] + others(scanner) }
    guard scanner.problems.isEmpty else { return scanner.problems.map { told(scanner, $0) } }
    let place = scanner.station.map { " at \($0)" } ?? ""
    let grab = scanner.grab == "off" ? "read without a grab" : scanner.grab
    return [
      Finding(
        check: .scanner, state: .ok, seen: "\(scanner.id)\(place) is \(grab) (\(scanner.node))")
    ]
  }

  /// A problem as the daemon says it, which ends with the cure after a colon where there is one.
  private func told(_ scanner: Scanner, _ problem: String) -> Finding {
    Finding(check: .scanner, state: .problem, seen: "\(scanner.id) \(withoutFullStop(problem))")
  }

  /// The daemon's other complaints; the first is about the grab.
  private func others(_ scanner: Scanner) -> [Finding] {
    scanner.problems.dropFirst().map { told(scanner, $0) }
  }

  private func refused(_ scanner: Scanner) -> Finding {
    var finding = told(scanner, scanner.problems.first ?? "is not grabbed")
    if !scanner.holders.isEmpty {
      finding.details = scanner.holders.map {
        "\(visible($0.name)), process \($0.process), has \(scanner.node) open"
      }
      finding.cures = [Cure(commands: scanner.holders.map(\.end))]
    } else if !seesHolders {
      finding.cures = [Cure(when: "to see which program has it", .root("scanctl doctor"))]
    } else {
      finding.details = ["No program that can be seen from here has \(scanner.node) open"]
      finding.cures = [Cure(.restart)]
    }
    return finding
  }

  private var unread: Finding {
    Finding(
      check: .scanner, state: .problem, seen: "scand reads no scanner",
      why: "see the finding about the device")
  }

  /// No scanner is plugged in that is known. Any device with digits and Enter might be one, and
  /// only whoever plugged it in can say which.
  private var none: Finding {
    let candidates = devices.filter { $0.device.canScan && !$0.device.isRuledOut }
    let noScanner = hasOtherScanners ? "No scanner in keyboard mode" : "No scanner"
    var finding = Finding(
      check: .scanner, state: .problem,
      seen: devices.isEmpty
        ? "\(noScanner) is found, and no other input device"
        : "\(noScanner) is found among \(counted(devices.count, "input device"))",
      why: hasOtherScanners
        ? "see the finding about the device"
        : candidates.isEmpty
          ? "plug one in, in keyboard mode" : "plug one in, or register its model")
    finding.details = table(devices)
    finding.cures = candidates.compactMap {
      $0.device.registration(isCompiledBelowUsr: $0.isCompiledBelowUsr)
    }
    return finding
  }

  private func table(_ devices: [DeviceFacts]) -> [String] {
    var table = Table()
    for facts in devices {
      table.add([
        visible(facts.device.properties.node), facts.device.model,
        visible(facts.device.properties.name),
        facts.device.canScan ? "" : "no digit and Enter keys",
      ])
    }
    return table.lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
  }
}

extension ScannerFacts.Holder {
  /// Ends it: a service stays ended only if systemd ends it.
  fileprivate var end: Command {
    unit.map { .root("systemctl stop \(shellWord($0))") } ?? .root("kill \(process)")
  }
}
