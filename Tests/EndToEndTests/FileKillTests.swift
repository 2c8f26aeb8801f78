// SPDX-License-Identifier: Apache-2.0

// A command or the daemon is killed at any call that changes a file while it imports, exports, copies or
// migrates: the old state or the new one is there afterwards, never a part of the new one.

import FeedClient
import Foundation
import Testing
import Wire

@Suite(.serialized) struct FileKillTests {
  private let daemon: Daemon
  private let directory: TemporaryDirectory
  private let steps: KillSteps

  private var journals: String { repository + "/Tests/JournalTests/Journals" }
  private var before: String { directory.path + "/before" }

  init() throws {
    directory = try TemporaryDirectory()
    steps = try KillSteps()
    daemon = try Daemon()
    daemon.end()
    try begin(with: ["schema-3.db": "journal.db"])
    try daemon.start()
  }

  /// Gives the daemon, which does not run, a state directory with these files of earlier versions.
  private func begin(with files: [String: String]) throws {
    try? FileManager.default.removeItem(atPath: daemon.state)
    try FileManager.default.createDirectory(atPath: daemon.state, withIntermediateDirectories: true)
    for (file, name) in files {
      try FileManager.default.copyItem(
        atPath: "\(journals)/\(file)", toPath: "\(daemon.state)/\(name)")
    }
  }

  private func expectSound(_ step: Int, head: Int64 = 11) throws {
    let connection = try FeedConnection(path: daemon.socket)
    #expect(connection.hello.head == head, "step \(step)")
    #expect(try connection.ask(.status).problems == [], "step \(step)")
    let names = try FileManager.default.contentsOfDirectory(atPath: daemon.state)
    let strange = names.filter { $0.contains("damaged") || $0.hasPrefix("backup") }
    #expect(strange == [], "step \(step)")
  }

  @Test(.timeLimit(.minutes(20))) func aKilledExportLeavesTheOldFileOrTheNewOne() throws {
    let place = directory.path + "/exports"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let file = place + "/file"
    for command in [
      ["backup", file], ["export", "--format", "csv", "--output", file],
      ["items", "export", "--output", file],
    ] {
      func scanctl(killedAt step: Int?) throws -> Int32 {
        try run(
          binary("scanctl"), command,
          environment: steps.environment(at: step).merging(["SCAND_SOCKET": daemon.socket]) { $1 }
        ).status
      }
      #expect(try scanctl(killedAt: nil) == 0)
      let new = try Data(contentsOf: URL(fileURLWithPath: file)).count
      let count = try steps.count()
      for step in steps.choice(of: count, last: 3, others: 1) {
        try Data("old".utf8).write(to: URL(fileURLWithPath: file))
        #expect(try scanctl(killedAt: step) == SIGKILL, "\(command[0]), step \(step)")
        let length = try Data(contentsOf: URL(fileURLWithPath: file)).count
        #expect(length == 3 || length == new, "\(command[0]), step \(step): \(length) bytes")
        if command[0] == "backup" { try waitForBackupToBeGone() }
        #expect(try scanctl(killedAt: nil) == 0, "\(command[0]), after step \(step)")
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: place)
      #expect(names == ["file"], "\(command[0])")
      report("\(command.dropLast().joined(separator: " ")): killed before \(count) calls")
    }
    try expectSound(0)
  }

  /// The daemon keeps the backup of a client that was killed for a minute; a restart ends that.
  private func waitForBackupToBeGone() throws {
    daemon.end()
    try daemon.start()
  }

  @Test(.timeLimit(.minutes(20))) func aDaemonKilledWhileItImportsHasAllItemsOrNone() throws {
    let file = directory.path + "/items.csv"
    try "gtin,policy\n09506000134352,lot\n9506001000007,serial\n96385074,both\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let outcomes = try killDaemon(while: ["items", "import", file]) { step in
      let count = try FeedConnection(path: daemon.socket).ask(.items()).items.count
      #expect(count == 0 || count == 3, "step \(step): \(count) items")
    }
    report("items import: scand killed before \(outcomes) calls")
  }

  @Test(.timeLimit(.minutes(20))) func aDaemonKilledWhileItMakesABackupStartsWithoutIt() throws {
    let file = directory.path + "/backup.db"
    let outcomes = try killDaemon(while: ["backup", file]) { step in
      #expect(!FileManager.default.fileExists(atPath: file), "step \(step)")
      #expect(try daemon.scanctl("backup", file).status == 0, "after step \(step)")
      try FileManager.default.removeItem(atPath: file)
    }
    report("backup: scand killed before \(outcomes) calls")
  }

  /// Kills the daemon at the calls that it makes while a command runs, and starts it again each time.
  ///
  /// - Returns: the number of calls.
  private func killDaemon(
    while command: [String], check: (Int) throws -> Void
  ) throws -> Int {
    daemon.end()
    try copyDirectory(daemon.state, to: before)
    func play(killedAt step: Int?) throws {
      try copyDirectory(before, to: daemon.state)
      try steps.arm(false)
      try daemon.start(with: steps.environment(at: step, whileArmed: true))
      try steps.arm(true)
      let status = try run(
        binary("scanctl"), command, environment: ["SCAND_SOCKET": daemon.socket]
      ).status
      #expect(status == 0 || step != nil)
      try steps.arm(false)
      daemon.end(by: step == nil ? SIGTERM : SIGKILL)
      if command[0] == "backup" { try? FileManager.default.removeItem(atPath: command[1]) }
    }
    try play(killedAt: nil)
    let count = try steps.count()
    for step in steps.choice(of: count, last: 3, others: 2) {
      try play(killedAt: step)
      try daemon.start()
      try expectSound(step)
      try check(step)
      daemon.end()
    }
    return count
  }

  @Test(.timeLimit(.minutes(20)), arguments: [1, 2, 3])
  func aDaemonKilledWhileItMigratesGoesOnAtItsNextStart(schema: Int) throws {
    daemon.end()
    let files = ["schema-\(schema).db": "journal.db", "items-1.db": "items.db"]
    try begin(with: files)
    try steps.arm(true)
    try daemon.start(with: steps.environment(at: nil, whileArmed: true))
    try steps.arm(false)
    let items = try FeedConnection(path: daemon.socket).ask(.items()).items
    daemon.end()
    let count = try steps.count()
    for step in steps.choice(of: count, last: 0, others: 2) {
      try begin(with: files)
      try daemon.startAndEnd(with: steps.environment(at: step))
      try daemon.start()
      try expectSound(step)
      #expect(try FeedConnection(path: daemon.socket).ask(.items()).items == items, "step \(step)")
      daemon.end()
    }
    report("migration from schema \(schema): killed before \(count) calls")
  }
}
