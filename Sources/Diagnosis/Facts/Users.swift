// SPDX-License-Identifier: Apache-2.0

// Three groups: scand may ask the daemon, scand-admin may change things, and scand-input may read
// scanners, which is for the daemon's user alone.

import TerminalIO
import Wire

/// The users and groups of this machine, as far as they concern scand.
struct UserFacts: Equatable {
  static let daemon = "_scand"
  static let clients = "scand"
  static let administrators = "scand-admin"
  static let devices = "scand-input"

  /// Groups of ours that are missing.
  var missingGroups: [String] = []
  /// Whether the user is there that the daemon runs as.
  var hasDaemonUser = true
  /// Whether that user is in the group that may read scanners.
  var daemonMayReadDevices = true
  /// Others who are in that group.
  var strangers: [String] = []
  /// Whether sysusers.d(5) has the file that makes them.
  var isDescribed = true

  var findings: [Finding] {
    if !missing.isEmpty { return [absent] + strangerFindings }
    if !daemonMayReadDevices { return [shutOut] + strangerFindings }
    let all = "The user _scand and the groups scand, scand-admin and scand-input are there"
    return strangerFindings.isEmpty
      ? [Finding(check: .users, state: .ok, seen: all)] : strangerFindings
  }

  private var missing: [String] {
    let groups = missingGroups.joined(separator: ", ")
    return [
      missingGroups.isEmpty ? nil : "the group\(missingGroups.count == 1 ? "" : "s") \(groups)",
      hasDaemonUser ? nil : "the user _scand",
    ].compactMap { $0 }
  }

  private var absent: Finding {
    let rest: [Command] = [.makeUsers, .reloadRules, .triggerDevices, .restart]
    let cure =
      isDescribed
      ? Cure(commands: rest)
      : Cure(when: "in the folder of scand's sources", commands: [.install, .readUnits] + rest)
    return Finding(
      check: .users, state: .problem, seen: "Missing: \(missing.joined(separator: " and "))",
      why: "scand cannot run, or not read scanners, or nobody may ask it", cures: [cure])
  }

  private var shutOut: Finding {
    Finding(
      check: .users, state: .problem, seen: "The user _scand is not in the group scand-input",
      why: "the daemon may not open scanners",
      cures: [Cure(.root("usermod -aG scand-input _scand"), .restart)])
  }

  private var strangerFindings: [Finding] {
    strangers.map { name in
      Finding(
        check: .users, state: .warning, seen: "\(visible(name)) is in the group scand-input",
        why: "whoever is can read what is scanned beside scand, and write to scanners",
        cures: [Cure(.root("gpasswd -d \(shellWord(name)) scand-input"))])
    }
  }
}
