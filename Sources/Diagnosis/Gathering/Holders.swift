// SPDX-License-Identifier: Apache-2.0

// The kernel says that somebody has grabbed a device, and not who. Who has it open shows in /proc:
// root sees it of everybody, others of themselves.

import Glibc
import SystemCalls
import TerminalIO

extension ScannerFacts.Scanner {
  /// Finds who else has the device open.
  ///
  /// - Parameter ours: processes that may: the daemon, and the service manager, which keeps a copy.
  mutating func findHolders(except ours: Set<Int32>) {
    for name in names(in: "/proc") {
      guard let process = Int32(name), process != 1, !ours.contains(process), isOpen(in: name)
      else { continue }
      holders.append(.init(process))
    }
  }

  private func isOpen(in process: String) -> Bool {
    let descriptors = "/proc/\(process)/fd"
    return names(in: descriptors).contains { target(ofLink: "\(descriptors)/\($0)") == node }
  }
}

extension ScannerFacts.Holder {
  /// A program that runs (proc(5)).
  fileprivate init(_ process: Int32) {
    self.process = process
    name = FileContents(of: "/proc/\(process)/comm").text
    if name.hasSuffix("\n") { name.removeLast() }
    unit = service(of: process)
  }
}

/// The service whose main process it is (cgroups(7)); nil if it is none's.
private func service(of process: Int32) -> String? {
  let path = FileContents(of: "/proc/\(process)/cgroup").text.split(separator: "\n")
    .first { $0.hasPrefix("0::/system.slice/") }
  guard let unit = path?.split(separator: "/").last.map(String.init), unit.hasSuffix(".service"),
    let shown = output(of: "systemctl", "show", unit, "--property", "MainPID"),
    properties(in: shown.text)["MainPID"] == "\(process)"
  else { return nil }
  return unit
}
