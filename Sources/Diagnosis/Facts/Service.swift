// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// The state of scand's units (systemctl(1), the properties of `show`).
struct ServiceFacts: Equatable {
  /// The service manager.
  enum Manager: Equatable {
    case systemd
    /// The machine was not started by systemd.
    case none
    /// It is there and does not answer this user.
    case silent
  }

  /// The service manager of this machine.
  var manager = Manager.systemd
  /// The properties of scand.service.
  var unit: [String: String] = [:]
  /// The properties of scand.socket.
  var socketUnit: [String: String] = [:]
  /// True if a file of that name lies where systemd looks.
  var hasUnitFile = true
  /// The last lines it logged; empty if this user may not read them.
  var lastLines: [String] = []
  /// The results for which systemd ended it since boot, as far as this user may read them.
  var pastResults: [String] = []
  /// The version that answers on the socket; nil if nobody does.
  var runningVersion: String?
  /// The version that would be started.
  var installedVersion: String?

  /// True if the daemon runs, as far as systemd knows.
  var isActive: Bool { ["active", "reloading"].contains(unit["ActiveState"]) }
  /// True if systemd listens on the socket.
  var isSocketActive: Bool { socketUnit["ActiveState"] == "active" }
  /// True if systemd has units that commands can be about.
  var hasUnits: Bool { manager != .none && unit["LoadState"] != "not-found" }
  /// The cure that recreates the socket.
  var socketCure: Cure {
    socketUnit["LoadState"] == "loaded" ? .renewSocket : Cure(.restart)
  }

  /// The findings about the service.
  var findings: [Finding] {
    let versions = [versionFinding].compactMap { $0 }
    switch manager {
    case .none: return [withoutSystemd] + versions
    case .silent: return [silent] + versions
    case .systemd: return unitFindings + versions
    }
  }

  private var withoutSystemd: Finding {
    Finding(
      check: .service, state: runningVersion == nil ? .unknown : .ok,
      seen: runningVersion == nil
        ? "systemd does not run here, so it is unknown how scand is started"
        : "scand runs, without systemd")
  }

  private var silent: Finding {
    Finding(
      check: .service, state: .unknown, seen: "systemd does not answer you",
      why: "root can see the state of scand.service", cures: [.asRoot])
  }

  private var unitFindings: [Finding] {
    switch unit["LoadState"] {
    case "loaded": [stateFinding] + [staleFinding, bootFinding, restartFinding].compactMap { $0 }
    case "not-found", nil: [notFound]
    case "masked": [masked]
    case let state?: [broken(visible(state))]
    }
  }

  private var notFound: Finding {
    let start = Command.root("systemctl enable --now scand.socket scand.service")
    if hasUnitFile {
      return problem(
        "systemd has not read the file of scand.service yet",
        Cure(.root("systemctl daemon-reload"), start))
    }
    return problem(
      "scand.service is not installed",
      Cure(
        when: "in scand's source directory", .install, .root("systemctl daemon-reload"), start)
    )
  }

  private var masked: Finding {
    problem(
      "scand.service is masked",
      Cure(.root("systemctl unmask scand.service"), .root("systemctl enable --now scand.service")))
  }

  private func broken(_ state: String) -> Finding {
    problem(
      "systemd cannot read the file of scand.service (\(state))",
      Cure(
        when: "to see the error",
        .anybody("systemd-analyze verify \(shellWord(unit["FragmentPath"] ?? "scand.service"))")))
  }

  private func problem(_ seen: String, _ cure: Cure) -> Finding {
    Finding(
      check: .service, state: .problem, seen: seen, why: "nothing reads the scanners",
      cures: [cure])
  }
}
