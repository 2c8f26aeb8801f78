// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import TerminalIO
import Wire

extension ServiceFacts {
  private static let wantedProperties =
    "Id,LoadState,ActiveState,SubState,Result,UnitFileState,NRestarts,ExecMainStatus,MainPID,StatusText,"
    + "NeedDaemonReload,FragmentPath,ExecStart,SupplementaryGroups"

  /// Asks systemd.
  static func gather() -> ServiceFacts {
    var facts = ServiceFacts()
    // sd_booted(3)
    guard status(of: "/run/systemd/system") != nil else {
      facts.manager = .none
      return facts
    }
    facts.askUntilSettled()
    if facts.manager == .silent { return facts }
    facts.hasUnitFile = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].contains {
      status(of: "\($0)/systemd/system/scand.service") != nil
    }
    let isWell = facts.isActive && facts.unit["NRestarts"] == "0"
    if !isWell { facts.readLog() }
    return facts
  }

  /// Asks how both units are. A service that fails and is started again is starting half of the
  /// time, so that is not the last word for two seconds.
  private mutating func askUntilSettled() {
    for attempt in 0..<8 {
      guard let units = Self.show() else {
        manager = .silent
        return
      }
      unit = units["scand.service"] ?? [:]
      socketUnit = units["scand.socket"] ?? [:]
      if attempt == 7 || !["start", "start-pre"].contains(unit["SubState"]) { return }
      usleep(250_000)
    }
  }

  /// The properties of both units; nil if systemd does not answer this user.
  private static func show() -> [String: [String: String]]? {
    guard
      let answer = output(
        of: "systemctl", "show", "scand.service", "scand.socket", "--property", wantedProperties),
      answer.status == 0
    else { return nil }
    return unitProperties(in: answer.text)
  }

  /// Reads systemd's log, if this user may (journalctl(1)).
  private mutating func readLog() {
    lastLines =
      output(
        of: "journalctl", "-q", "-b", "-o", "cat", "-n", "3", "-u", "scand.service", "-t", "scand"
      )?.lines ?? []
    pastResults =
      output(
        of: "journalctl", "-q", "-b", "-o", "cat", "-n", "1000", "--output-fields=UNIT_RESULT",
        "UNIT=scand.service", "MESSAGE_ID=d9b373ed55a64feb8242e02dbe79a49c")?.lines ?? []
  }

  /// The version of the daemon that systemd would start.
  func askInstalledVersion() -> String? {
    guard
      let start = unit["ExecStart"]?.split(separator: " ").first(where: { $0.hasPrefix("path=") })
    else { return nil }
    let answer = output(of: String(start.dropFirst("path=".count)), "--version")
    return answer.flatMap { $0.status == 0 ? $0.lines.first : nil }
  }
}
