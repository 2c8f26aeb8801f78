// SPDX-License-Identifier: Apache-2.0

// A restore that is killed at any call leaves the old state or the new one, as the daemon shows it after
// its next start, and never a third, such as the new journal without recalls.

import FeedClient
import Foundation
import Testing
import Wire

@Suite(.serialized) struct RestoreKillTests {
  private let daemon: Daemon
  private let directory: TemporaryDirectory
  private let steps: KillSteps
  private let old: State
  private let new: State

  private var backup: String { directory.path + "/backup.db" }
  private var before: String { directory.path + "/before" }

  /// The part of a state directory by which the old and the new one differ.
  private struct State: Equatable {
    var uuid: String
    var head: Int64
    var lots: [String?]
    var problems: [String]

    init(of daemon: Daemon) throws {
      let connection = try FeedConnection(path: daemon.socket)
      uuid = connection.hello.journal
      head = connection.hello.head
      lots = try connection.ask(Request.Recalls()).recalls.map(\.lot)
      problems = try connection.ask(.status).problems
    }
  }

  /// The backup has a recall; the state has another one besides, and a log, since the daemon is killed.
  init() throws {
    directory = try TemporaryDirectory()
    steps = try KillSteps()
    daemon = try Daemon()
    daemon.end()
    try FileManager.default.removeItem(atPath: daemon.state)
    try FileManager.default.createDirectory(atPath: daemon.state, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: repository + "/Tests/JournalTests/Journals/schema-3.db",
      toPath: daemon.state + "/journal.db")
    try daemon.start()
    #expect(try daemon.scanctl("recall", "add", "--lot", "L1", "--reason", "glass").status == 0)
    let file = directory.path + "/backup.db"
    #expect(try daemon.scanctl("backup", file).status == 0)
    new = try State(of: daemon)
    #expect(try daemon.scanctl("recall", "add", "--lot", "L2", "--reason", "glass").status == 0)
    old = try State(of: daemon)
    #expect(new.lots == ["L1"] && Set(old.lots) == ["L1", "L2"] && old.head == 11)
    daemon.end(by: SIGKILL)
    try copyDirectory(daemon.state, to: directory.path + "/before")
  }

  @Test(.timeLimit(.minutes(20)))
  func aKilledRestoreLeavesTheOldStateOrTheNewOne() throws {
    #expect(try restore(killedAt: nil) == 0)
    let count = try steps.count()
    var outcomes = (old: 0, new: 0)
    for step in steps.choice(of: count, last: 10, others: 3) {
      try copyDirectory(before, to: daemon.state)
      #expect(try restore(killedAt: step) == SIGKILL, "step \(step)")
      try daemon.start()
      let state = try State(of: daemon)
      daemon.end()
      if state == old { outcomes.old += 1 } else { outcomes.new += 1 }
      #expect(state == old || isNew(state), "step \(step): \(state)")
      let left = try leftovers()
      #expect(left == [], "step \(step)")
      #expect(try restore(killedAt: nil) == 0, "step \(step): a later restore fails")
      try daemon.start()
      #expect(isNew(try State(of: daemon)), "step \(step), after a later restore")
      daemon.end()
    }
    #expect(outcomes.old > 0 && outcomes.new > 0)
    #expect(daemon.errors.contains("A restore was interrupted before it replaced anything."))
    #expect(daemon.errors.contains("A restore was interrupted while it put the backup in place"))
    report("restore: killed before \(count) calls: \(outcomes.old) old, \(outcomes.new) new states")
  }

  @Test func aRestoreAfterAKilledOneFinishesThatFirst() throws {
    #expect(try restore(killedAt: nil) == 0)
    for step in steps.choice(of: try steps.count(), last: 8, others: 1) {
      try copyDirectory(before, to: daemon.state)
      #expect(try restore(killedAt: step) == SIGKILL, "step \(step)")
      #expect(try restore(killedAt: nil) == 0, "step \(step)")
      try daemon.start()
      #expect(isNew(try State(of: daemon)), "step \(step)")
      daemon.end()
      let left = try leftovers()
      #expect(left == [], "step \(step)")
      #expect(try recordsSetAside() == 11, "step \(step)")
    }
  }

  private func isNew(_ state: State) -> Bool {
    state.uuid != old.uuid && state.head == new.head && state.lots == new.lots
      && state.problems == new.problems
  }

  /// Restores the backup; the signal that ended the command, or its exit status.
  private func restore(killedAt step: Int?) throws -> Int32 {
    if step == nil, try FileManager.default.contentsOfDirectory(atPath: daemon.state).isEmpty {
      try copyDirectory(before, to: daemon.state)
    }
    return try run(
      binary("scanctl"), ["restore", "--state", daemon.state, backup],
      environment: steps.environment(at: step)
    ).status
  }

  /// The files of an unfinished restore.
  private func leftovers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: daemon.state).filter {
      $0.contains("restored") || $0.contains("restoring")
    }
  }

  /// The records of the first journal that was set aside, read with its log.
  private func recordsSetAside() throws -> Int? {
    let names = try FileManager.default.contentsOfDirectory(atPath: daemon.state)
    let aside = names.filter {
      $0.hasPrefix("journal.db.before-restore-") && $0.hasSuffix("Z")
    }.sorted()
    let name = try #require(aside.first)
    let rows = try run(
      "/usr/bin/sqlite3", [daemon.state + "/" + name, "SELECT count(*) FROM record"])
    return Int(rows.output.trimmingCharacters(in: .newlines))
  }
}
