// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Synchronization
import Testing
import Tracking
import Wire

@testable import Journal

/// The write-ahead log begins anew as long as nobody keeps a transaction open, and nobody of ours does.
@Suite struct LogTests {
  @Test func readersThatNeverFinishDoNotLetTheLogGrow() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    try journal.record(50)
    let isDone = Atomic(false)
    let pages = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 3) { number in
      if number == 0 {
        for _ in 0..<200 { try? journal.record(60) }
        isDone.store(true, ordering: .relaxed)
      } else {
        // As a subscriber that is always behind: it begins again whenever it has come to the end.
        var after: Int64 = 0
        while !isDone.load(ordering: .relaxed) {
          let page = try? journal.page(
            after: after, filter: RecordFilter(), limits: PageLimits(records: 32))
          after = page?.records.last?.cursor ?? 0
          pages.add(1, ordering: .relaxed)
        }
      }
    }
    #expect(journal.status.head == 50 + 200 * 60)
    #expect(pages.load(ordering: .relaxed) > 100)
    #expect(journal.logBytes < 20 << 20)
    journal.close()
  }

  @Test func aTransactionOfSomebodyElseIsSeenInTheLogAndOverWithIt() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    try journal.record(10)
    let other = try Database(ofOthers: directory.database)
    try other.execute("BEGIN; SELECT count(*) FROM scans")
    for _ in 0..<60 { try journal.record(100) }
    let grown = journal.logBytes
    #expect(grown > 6 << 20)
    try other.execute("COMMIT")
    for _ in 0..<20 { try journal.record(100) }
    #expect(journal.logBytes <= max(grown, 17 << 20))
    journal.close()
    #expect(journal.logBytes == 0)
  }
}
