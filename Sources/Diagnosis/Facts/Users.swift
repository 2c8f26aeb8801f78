// SPDX-License-Identifier: Apache-2.0

// Four groups: scand may ask the daemon, scand-admin may change things, scand-sql may read the
// databases, and scand-input may read scanners, which is for the daemon's user alone.

import TerminalIO
import Wire

/// The users and groups of this machine, as far as they concern scand.
struct UserFacts: Equatable {
  /// The user that the daemon runs as.
  static let daemon = "_scand"
  /// The group that may use the socket.
  static let clients = "scand"
  /// The group that may change items and recalls.
  static let administrators = "scand-admin"
  /// The group that may read the databases.
  static let databases = "scand-sql"
  /// The group that may read scanners.
  static let devices = "scand-input"

  /// Groups of ours that are missing.
  var missingGroups: [String] = []
  /// True if the user is there that the daemon runs as.
  var hasDaemonUser = true
  /// True if that user is in the group that may read scanners.
  var daemonMayReadDevices = true
  /// Others who are in that group.
  var strangers: [String] = []
  /// The members of the group that may read the databases.
  var databaseReaders: [String] = []
  /// True if sysusers.d(5) has the file that makes them.
  var isDescribed = true

  /// The findings about users and groups.
  var findings: [Finding] {
    if !missing.isEmpty { return [absent] + memberFindings }
    if !daemonMayReadDevices { return [shutOut] + memberFindings }
    let all = """
      The user _scand and the groups scand, scand-admin, scand-input and scand-sql are there
      """
    return strangers.isEmpty
      ? [Finding(check: .users, state: .ok, seen: all)] + memberFindings : memberFindings
  }

  private var memberFindings: [Finding] { strangerFindings + readerFindings }

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
      : Cure(when: "in scand's source directory", commands: [.install, .readUnits] + rest)
    return Finding(
      check: .users, state: .problem, seen: "Missing: \(missing.joined(separator: " and "))",
      why: "scand cannot run, read scanners or be used", cures: [cure])
  }

  private var shutOut: Finding {
    Finding(
      check: .users, state: .problem, seen: "The user _scand is not in the group scand-input",
      why: "the daemon may not open scanners",
      cures: [Cure(.root("usermod -aG scand-input _scand"), .restart)])
  }

  /// It is allowed, and worth to be remembered when recording stands still.
  private var readerFindings: [Finding] {
    databaseReaders.map { name in
      Finding(
        check: .users, state: .ok,
        seen: "\(visible(name)) is in the group scand-sql and can hold up recording")
    }
  }

  private var strangerFindings: [Finding] {
    strangers.map { name in
      Finding(
        check: .users, state: .warning, seen: "\(visible(name)) is in the group scand-input",
        why: "its members can read every scan and write to scanners",
        cures: [Cure(.root("gpasswd -d \(shellWord(name)) scand-input"))])
    }
  }
}
