// SPDX-License-Identifier: Apache-2.0

import Journal

extension JournalFeed {
  /// A write-ahead log of this many MiB shows that something is wrong.
  private static let longLog: Int64 = 256

  /// Sentences about everything that is wrong with the journal, items and recalls.
  func problems(of status: JournalStatus) -> [String] {
    [
      fault(of: status), obstacle(to: status), loss(of: status), damage(of: status), longLog,
      itemsFault(of: status), itemsObstacle, journal.itemDatabase.problem,
    ].compactMap { $0 }
  }

  private func fault(of status: JournalStatus) -> String? {
    status.fault.map { fault in
      "Recording fails; \(counted(status.notDurable, "scan")) not durable and waiting: \(fault)"
    }
  }

  private func obstacle(to status: JournalStatus) -> String? {
    guard status.fault != nil, let obstacle = journal.obstacle else { return nil }
    return sentence(obstacle, on: "journal.db", holdsUp: "recording")
  }

  private func loss(of status: JournalStatus) -> String? {
    guard status.overflowed > 0 else { return nil }
    return "Lost, for want of room to wait: \(counted(status.overflowed, "scan"))."
  }

  private func damage(of status: JournalStatus) -> String? {
    guard let first = status.damage.first else { return nil }
    let count = counted(status.damage.count, "record") + (status.damage.isCut ? " or more" : "")
    return """
      Damaged and not sent to anybody: \(count), the first of them record \(first). "scanctl verify" \
      looks for others.
      """
  }

  private var longLog: String? {
    let log = journal.logBytes >> 20
    guard log >= Self.longLog else { return nil }
    return """
      The journal's log has \(log) MiB and cannot begin anew: some program\
      \(named(journal.readingProcesses)) keeps a transaction on \(paths.state)/journal.db open. \
      End it.
      """
  }

  private func itemsFault(of status: JournalStatus) -> String? {
    status.itemsFault.map { fault in
      "Items and recalls cannot be relied on; recalled goods may not be recognised: \(fault)."
    }
  }

  private var itemsObstacle: String? {
    journal.itemDatabase.obstacle.map { obstacle in
      sentence(obstacle, on: "items.db", holdsUp: "changes of items and recalls")
    }
  }

  private func sentence(
    _ obstacle: LockObstacle, on database: String, holdsUp work: String
  ) -> String {
    """
    A lock or an open transaction of another program\(named(obstacle.processes)) on \
    \(paths.state)/\(database) has held up \(work) since \(obstacle.since). End that program.
    """
  }
}

/// ` (process 12)` for those processes that the kernel names; empty if it names none.
private func named(_ processes: [Int32]) -> String {
  let known = processes.filter { $0 > 0 }
  guard !known.isEmpty else { return "" }
  let numbers = known.map { String($0) }.joined(separator: ", ")
  return " (process\(known.count == 1 ? "" : "es") \(numbers))"
}
