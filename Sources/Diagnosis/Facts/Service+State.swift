// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension ServiceFacts {
  /// The finding about the state of the daemon.
  var stateFinding: Finding {
    switch (unit["ActiveState"] ?? "", unit["SubState"] ?? "") {
    case ("active", _), ("reloading", _): running
    case ("activating", "auto-restart"): failing("scand.service keeps failing")
    case ("activating", _): between("scand.service is starting")
    case ("deactivating", _): between("scand.service is stopping")
    case ("failed", _): failing("scand.service has failed")
    default: stopped
    }
  }

  private var running: Finding {
    let status = visible(unit["StatusText"] ?? "")
    let process = unit["MainPID"].flatMap { Int($0) }.map { ", process \($0)" } ?? ""
    return Finding(
      check: .service, state: .ok,
      seen: "scand.service runs\(process)" + (status.isEmpty ? "" : ": \(withoutFullStop(status))"))
  }

  private var stopped: Finding {
    Finding(
      check: .service, state: .problem, seen: "scand.service does not run",
      why: "nothing reads the scanners, and they type on the console",
      cures: [
        Cure(
          isEnabled
            ? .root("systemctl start scand.service")
            : .root("systemctl enable --now scand.service"))
      ])
  }

  private func between(_ seen: String) -> Finding {
    Finding(
      check: .service, state: .warning, seen: seen, why: "check again in a moment",
      cures: [Cure(.anybody("systemctl status scand.service"))])
  }

  private func failing(_ seen: String) -> Finding {
    Finding(
      check: .service, state: .problem, seen: "\(seen) (\(failure))",
      why: "nothing reads the scanners",
      details: lastLines.map { visible($0) },
      cures: [
        Cure(when: "to see more of its log", .root("journalctl -u scand.service -n 20 --no-pager")),
        Cure(when: "once the cause is fixed", .restart),
      ])
  }

  /// The reason that it failed, for people (systemd.service(5), `$SERVICE_RESULT`).
  private var failure: String {
    let result = unit["Result"] ?? "success"
    let status = unit["ExecMainStatus"] ?? ""
    switch result {
    case "watchdog": return "it made no progress, and the watchdog ended it"
    case "timeout": return "it did not start or stop in time"
    case "oom-kill": return "the machine ran out of memory"
    case "start-limit-hit": return "it was started too often"
    case "exit-code" where status == "78": return "its configuration has errors"
    case "exit-code" where status == "217": return "there is no user for it to run as"
    case "exit-code": return "it ended with status \(visible(status))"
    case "signal", "core-dump": return "signal \(visible(status)) ended it"
    default: return visible(result)
    }
  }

  private var isEnabled: Bool {
    (unit["UnitFileState"] ?? "enabled").hasPrefix("enabled")
      || ["static", "alias", "generated"].contains(unit["UnitFileState"])
  }

  /// The finding about a unit file that changed after systemd read it.
  var staleFinding: Finding? {
    guard unit["NeedDaemonReload"] == "yes" else { return nil }
    return Finding(
      check: .service, state: .warning,
      seen: "The file of scand.service changed after systemd read it",
      why: "the change has no effect yet",
      cures: [Cure(.root("systemctl daemon-reload"), .restart)])
  }

  /// The finding about a service that will not start at boot.
  var bootFinding: Finding? {
    guard isActive, !isEnabled else { return nil }
    return Finding(
      check: .service, state: .warning, seen: "scand.service is not enabled",
      why: "it will not start at boot",
      cures: [Cure(.root("systemctl enable scand.service"))])
  }

  /// The finding about restarts by systemd.
  var restartFinding: Finding? {
    guard isActive, let count = unit["NRestarts"].flatMap({ Int($0) }), count > 0 else {
      return nil
    }
    let kills = pastResults.count { $0 == "watchdog" }
    let watchdog =
      kills > 0 ? ", \(counted(kills, "time")) because the watchdog saw no progress" : ""
    return Finding(
      check: .service, state: .warning,
      seen: "systemd restarted scand.service \(counted(count, "time"))\(watchdog)",
      why: "something makes it stop",
      cures: [
        Cure(when: "to see its log", .root("journalctl -u scand.service -b -n 50 --no-pager")),
        Cure(when: "to reset the counter", .root("systemctl reset-failed scand.service")),
      ])
  }

  /// The finding about different versions of scand and scanctl.
  var versionFinding: Finding? {
    guard let runningVersion, runningVersion != scandVersion else { return nil }
    return Finding(
      check: .service, state: .warning,
      seen: "scand \(visible(runningVersion)) runs, and this is scanctl \(scandVersion)",
      why: "one of them is outdated",
      cures: installedVersion == scandVersion
        ? [Cure(.restart)]
        : [Cure(when: "in the source directory of the newer one", .install, .restart)])
  }
}

/// The lines `Key=value` that `systemctl show` and its like write.
func properties(in text: String) -> [String: String] {
  var properties: [String: String] = [:]
  for line in text.split(separator: "\n") {
    guard let sign = line.firstIndex(of: "=") else { continue }
    properties[String(line[..<sign])] = String(line[line.index(after: sign)...])
  }
  return properties
}

/// The properties that `systemctl show` prints for several units, a paragraph each, by `Id`.
func unitProperties(in text: String) -> [String: [String: String]] {
  var units: [String: [String: String]] = [:]
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  for paragraph in lines.split(separator: "") {
    let unit = properties(in: paragraph.joined(separator: "\n"))
    units[unit["Id"] ?? ""] = unit
  }
  return units
}
