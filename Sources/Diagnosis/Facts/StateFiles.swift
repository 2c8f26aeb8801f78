// SPDX-License-Identifier: Apache-2.0

// A program that can open a database can lock it, and so hold up recording; one that can open the
// lock file can keep the daemon from starting. So their group has no members but those whom an
// administrator adds.

import TerminalIO
import Wire

extension StorageFacts {
  /// A file of the state directory.
  struct File: Equatable {
    var name = "journal.db"
    var owner = UserFacts.daemon
    var group = UserFacts.databases
    var mode: UInt32 = 0o640

    /// The permissions that it should have.
    fileprivate var due: UInt32 { name == "lock" ? 0o600 : 0o640 }

    /// True if only those can open it who are meant to.
    fileprivate var isSound: Bool {
      owner == UserFacts.daemon && mode & 0o777 == due
        && (name == "lock" || group == UserFacts.databases)
    }

    fileprivate var text: String {
      "\(visible(name)): \(visible(owner)), \(visible(group)), \(octal(mode))"
    }
  }

  /// A lock of another program on a database.
  struct Lock: Equatable {
    /// The database.
    var database = "journal.db"
    /// The process, its name and its user.
    var process: Int32
    var name: String
    var user: String
  }

  /// True if tmpfiles.d describes the directory.
  var isUsual: Bool { directory == "/var/lib/scand" && writer == UserFacts.daemon }

  /// The commands that give the directory and its files their owner.
  var ownerCommands: [Command] {
    if isUsual { return [.makeStateDirectory] }
    let group = writer == UserFacts.daemon ? UserFacts.databases : writer
    return [.root("chown -R \(shellWord(writer)):\(shellWord(group)) \(shellWord(directory))")]
  }

  /// The commands that set group and mode of the directory.
  var modeCommands: [Command] {
    if isUsual { return [.makeStateDirectory] }
    let place = shellWord(directory)
    return [.root("chgrp \(UserFacts.databases) \(place)"), .root("chmod 2750 \(place)")]
  }

  /// The finding about the databases and the lock file.
  var fileFindings: [Finding] {
    let wrong = writer == UserFacts.daemon ? files.filter { !$0.isSound } : []
    guard !wrong.isEmpty else { return [] }
    var finding = problem(
      "\(wrong.count) of \(files.count) files in \(visible(directory)) can be opened by others "
        + "than _scand and the group scand-sql, or not by these",
      "whoever can open a database can hold up recording", Cure(commands: fileCommands(wrong)))
    finding.details = wrong.map(\.text)
    return [finding]
  }

  private func fileCommands(_ wrong: [File]) -> [Command] {
    // systemd-tmpfiles refuses to touch the files of one user in the directory of another.
    let needsOwner = wrong.contains { $0.owner != UserFacts.daemon }
    if isUsual {
      let place = shellWord(directory)
      let owner = Command.root("chown -R \(UserFacts.daemon):\(UserFacts.databases) \(place)")
      return (needsOwner ? [owner] : []) + [.makeStateDirectory]
    }
    return ownerCommands
      + wrong.map { file in
        .root("chmod \(octal(file.due)) \(shellWord(directory + "/" + file.name))")
      }
  }

  /// The findings about locks of other programs.
  var lockFindings: [Finding] {
    locks.map { lock in
      problem(
        "\(visible(lock.name)), process \(lock.process) of \(visible(lock.user)), has a lock on "
          + "\(visible(directory))/\(visible(lock.database))",
        "while it has it, nothing can be recorded there", Cure(.root("kill \(lock.process)")))
    }
  }
}
