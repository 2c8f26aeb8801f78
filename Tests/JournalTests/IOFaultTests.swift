// SPDX-License-Identifier: Apache-2.0

// Every system call that SQLite makes may fail, once or until the fault is repaired. Whichever call it
// is: the daemon goes on, nothing is published before it is durable, nothing is published twice, a
// sound journal is not set aside, and all scans are recorded in order when the fault has ended.

import CFaultyVFS
import Foundation
import Testing

@testable import Journal

@Suite struct IOFaultTests {
  @Test func whicheverCallFailsNothingIsLostAndNothingIsRecordedTwice() async throws {
    let calls = try callsOfSoundRun()
    var random = SeededGenerator(seed: seed)
    let others = (1...calls).flatMap { call in
      (1..<4).map { Fault(call: call, isPersistent: $0 % 2 == 1, variant: $0 / 2) }
    }
    let faults =
      (1...calls).map { Fault(call: $0, isPersistent: false, variant: 0) }
      + sample(others, 12, &random)
    let results = await inParallel(faults, threads: 24) { $0.run() }
    for result in results {
      guard let problem = result.problem else { continue }
      Issue.record("seed \(seed), \(result.fault), \(result.failure): \(problem)")
    }
    let slowest = try #require(results.max { $0.recovery < $1.recovery })
    report("\(faults.count) faults in \(calls) calls, the slowest recovery \(slowest.recovery) s")
    // The time is meaningful only if nothing else runs.
    if isFull { #expect(slowest.recovery <= 1, "seed \(seed), \(slowest.fault)") }
  }

  /// The kernel may show what was written before a sync failed, although it is not on the disk.
  @Test func whatIsRecordedAfterASyncFailedAndADaemonWasStartedAgainIsDurable() throws {
    let journal = try FaultyJournal()
    try journal.open()
    journal.append(3)
    try journal.recordAll()
    journal.disk.fail(kinds: Int(FAULTY_SYNC), call: 1, persistently: true)
    journal.append(2)
    try journal.settle()
    journal.journal.close()
    journal.disk.heal()

    let events = Events()
    let again = try ScanJournal(in: journal.disk.directory, events: events)
    again.append(scan(serial: "NEW"))
    try events.wait { $0.recorded == 1 }
    let shown = try again.records()
    let image = try journal.disk.image(before: journal.disk.steps, keeping: .nothing)
    again.close()
    let left = try ScanJournal(in: image)
    #expect(try left.records().map(\.subject.serial) == shown.map(\.subject.serial))
    left.close()
  }

  private func callsOfSoundRun() throws -> Int {
    let result = Fault(call: .max, isPersistent: false, variant: 0).run()
    try #require(result.problem == nil && result.calls > 100, "\(result)")
    return result.calls
  }
}

/// One fault in the life of a journal.
private struct Fault: Sendable {
  let call: Int
  let isPersistent: Bool
  let variant: Int

  func run() -> Result {
    var result = Result(fault: self)
    do {
      let journal = try FaultyJournal()
      defer { withExtendedLifetime(journal) {} }
      result.problem = try problem(of: journal, &result)
      result.failure = journal.disk.failure
    } catch {
      result.problem = "\(error)"
    }
    return result
  }

  private func problem(of journal: FaultyJournal, _ result: inout Result) throws -> String? {
    journal.disk.fail(call: call, persistently: isPersistent, variant: variant)
    if (try? journal.open()) == nil {
      journal.disk.heal()
      try journal.open()
    }
    for burst in 0..<8 {
      journal.append(1 + burst % 3)
      try journal.settle()
      if journal.journal.status.fault != nil, let said = try endFault(of: journal, &result) {
        return said
      }
    }
    journal.journal.close()
    result.calls = journal.disk.calls
    return try journal.problem(lookups: [0.3, 0.7, 1])
  }

  /// Ends the fault, after more has come while it lasted.
  private func endFault(of journal: FaultyJournal, _ result: inout Result) throws -> String? {
    if isPersistent {
      let recorded = journal.events.recorded
      journal.append(2)
      try journal.tryAgain()
      guard journal.events.recorded == recorded else { return "published while nothing worked" }
      guard journal.journal.status.notDurable == journal.count - recorded else {
        return "\(journal.journal.status.notDurable) are said to be not durable"
      }
    }
    journal.disk.heal()
    let start = Date()
    try journal.recordAll()
    result.recovery = max(result.recovery, Date().timeIntervalSince(start))
    return nil
  }
}

private struct Result: Sendable {
  let fault: Fault
  var problem: String?
  var failure = ""
  var calls = 0
  var recovery = 0.0
}
