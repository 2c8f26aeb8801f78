// SPDX-License-Identifier: Apache-2.0

// Commands that root runs beside a hostile user: the owner of the state directory, or somebody who can
// write to the directory of an output file. Neither a link nor a FIFO of theirs may turn root's rights
// against the machine or stop the command.

import FeedClient
import Foundation
import Testing
import Wire

/// A user and a group without names, which are on no machine.
private let other: (user: uid_t, group: gid_t) = (54_321, 54_322)

@Suite(.serialized, .enabled(if: geteuid() == 0, "only root can play two users"))
struct RootFileTests {
  private let daemon: Daemon
  private let directory: TemporaryDirectory

  private var backup: String { directory.path + "/backup.db" }
  private var state: String { directory.path + "/state" }
  /// A file that nobody but root may read, in a directory that nobody else may enter.
  private var secret: String { directory.path + "/secret/file" }
  /// A directory like /tmp.
  private var sticky: String { directory.path + "/sticky" }

  init() throws {
    directory = try TemporaryDirectory()
    daemon = try Daemon()
    #expect(try daemon.scanctl("recall", "add", "--lot", "L1", "--reason", "glass").status == 0)
    #expect(try daemon.scanctl("backup", "--quiet", directory.path + "/backup.db").status == 0)
    for (name, mode) in [("secret", 0o700), ("sticky", 0o1777), ("state", 0o750)] {
      let path = directory.path + "/" + name
      mkdir(path, 0o700)
      chmod(path, mode_t(mode))
    }
    chown(directory.path + "/state", other.user, other.group)
    try write("root's")
  }

  private func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: secret))
    chmod(secret, 0o600)
  }

  /// Puts a link of the other user at `path`.
  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    lchown(path, other.user, other.group)
  }

  /// Runs a command of root; one that hangs is ended, with the status 124.
  private func root(_ arguments: String...) throws -> (errors: String, status: Int32) {
    let result = try run(
      "/usr/bin/timeout", ["20", binary("scanctl")] + arguments,
      environment: ["SCAND_SOCKET": daemon.socket])
    return (result.errors, result.status)
  }

  private func expectSecretIsUntouched(_ text: String = "root's") throws {
    var status = stat()
    #expect(stat(secret, &status) == 0)
    #expect(status.st_uid == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try String(contentsOfFile: secret, encoding: .utf8) == text)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.path + "/secret").count == 1)
  }

  // MARK: restore

  @Test(arguments: [
    "lock", "items.db.restored", "items.db.restored-journal", "journal.db.restored",
    "journal.db.restored-journal", "journal.db.restored-wal", "items.db", "journal.db",
    "journal.db-wal", "restoring", "restoring.new",
  ])
  func restoreGoesThroughNoLinkOfTheDirectorysOwner(name: String) throws {
    for (target, text) in [(secret, "root's"), (secret, ""), (secret + "-new", "root's")] {
      try write(text)
      try link(state + "/" + name, to: target)
      let result = try root("restore", "--state", state, backup)
      try expectSecretIsUntouched(text)
      if name == "lock" {
        #expect(result.status == 74)
        #expect(
          result.errors.contains("lock is a symbolic link, not a regular file; remove it"),
          "\(result.errors)")
      } else {
        #expect(result.status == 0, "\(result.errors)")
        try expectOwner()
      }
      try emptyState()
    }
  }

  @Test func aFIFOInThePlaceOfTheLockStopsNobody() throws {
    mkfifo(state + "/lock", 0o666)
    chown(state + "/lock", other.user, other.group)
    let result = try root("restore", "--state", state, backup)
    #expect(result.status == 74)
    #expect(
      result.errors.contains("lock is a FIFO, not a regular file; remove it"), "\(result.errors)")
  }

  @Test func whatIsMissingIsMadeAsTheOwnerOfTheDirectoryAbove() throws {
    let result = try root("restore", "--state", state + "/a/b", backup)
    #expect(result.status == 0, "\(result.errors)")
    try expectOwner()
  }

  @Test func aStateDirectoryBehindALinkOfAnotherUserIsRefused() throws {
    try link(sticky + "/link", to: directory.path + "/secret")
    let result = try root("restore", "--state", sticky + "/link", backup)
    #expect(result.status == 74)
    #expect(result.errors.contains("is a symbolic link of user 54321"), "\(result.errors)")
    try expectSecretIsUntouched()
  }

  @Test func rootsDirectoryBelowAnotherUsersIsRefused() throws {
    mkdir(state + "/roots", 0o700)
    let result = try root("restore", "--state", state + "/roots", backup)
    #expect(result.status == 74)
    #expect(result.errors.contains("could exchange"), "\(result.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: state + "/roots") == [])
    let shared = try root("restore", "--state", sticky, backup)
    #expect(shared.status == 74 && shared.errors.contains("could exchange"), "\(shared.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: sticky) == [])
  }

  @Test func aMissingDirectoryBelowOneOfRootIsMade() throws {
    let path = sticky + "/new"
    #expect(try root("restore", "--state", path, backup).status == 0)
    #expect(FileManager.default.fileExists(atPath: path + "/journal.db"))
  }

  @Test(arguments: [[], ["--check"]]) func aBackupThatIsNoFileIsRefusedAtOnce(options: [String])
    throws
  {
    mkfifo(sticky + "/fifo", 0o666)
    for path in [sticky + "/fifo", daemon.socket, "/dev/zero", directory.path] {
      let result = try run(
        "/usr/bin/timeout",
        ["20", binary("scanctl"), "restore", "--state", state] + options + [path])
      #expect(result.status == 65, "\(path)")
      #expect(result.errors.contains("not a regular file"), "\(result.errors)")
    }
  }

  private func expectOwner() throws {
    for case let name as String in FileManager.default.enumerator(atPath: state)! {
      var status = stat()
      lstat(state + "/" + name, &status)
      #expect(status.st_uid == other.user && status.st_gid == other.group, "\(name)")
    }
  }

  private func emptyState() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: state) {
      try FileManager.default.removeItem(atPath: state + "/" + name)
    }
  }

  // MARK: Output

  private func writers(_ path: String) -> [[String]] {
    [
      ["backup", path], ["items", "export", "--output", path],
      ["export", "--format", "csv", "--output", path],
    ]
  }

  @Test func anOutputGoesThroughNoLink() throws {
    let path = sticky + "/report"
    try link(path, to: secret)
    for command in writers(path) {
      let result = try run(
        binary("scanctl"), command, environment: ["SCAND_SOCKET": daemon.socket])
      #expect(result.status == 73, "\(command)")
      #expect(result.errors.contains("is a symbolic link; name the file"), "\(result.errors)")
      try expectSecretIsUntouched()
    }
  }

  @Test func anOutputGoesThroughADirectorysLinkOnlyIfItIsRoots() throws {
    try link(sticky + "/link", to: directory.path + "/secret")
    for command in writers(sticky + "/link/report") {
      let result = try run(
        binary("scanctl"), command, environment: ["SCAND_SOCKET": daemon.socket])
      #expect(result.status == 73, "\(command)")
      #expect(result.errors.contains("is a symbolic link of user 54321"), "\(result.errors)")
      try expectSecretIsUntouched()
    }
    lchown(sticky + "/link", 0, 0)
    let path = sticky + "/link/report"
    #expect(try root("backup", path).status == 0)
    #expect(FileManager.default.fileExists(atPath: directory.path + "/secret/report"))
  }

  @Test func anOutputThatIsNoFileIsRefusedAtOnce() throws {
    mkfifo(sticky + "/fifo", 0o666)
    for path in [sticky + "/fifo", daemon.socket, "/dev/null", directory.path] {
      for command in writers(path) {
        let result = try run(
          "/usr/bin/timeout", ["20", binary("scanctl")] + command,
          environment: ["SCAND_SOCKET": daemon.socket])
        #expect(result.status == 73, "\(command)")
        #expect(result.errors.contains("not a regular file"), "\(result.errors)")
      }
    }
  }
}
