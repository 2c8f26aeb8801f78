// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracking
import Wire

@testable import Journal

/// The events of a journal that is opened, is given one scan and is closed, and its records afterwards.
struct JournalRun: CustomStringConvertible {
  /// The error of the opening; nil if it opened.
  var error: JournalError?
  /// The records that were published.
  var published: [EncodedRecord] = []
  var setAside: SetAside?
  var itemFaults: [String] = []
  /// The faults of recording, and scans that were lost.
  var faults: [String] = []
  var head: Int64 = 0
  var journal = ""
  /// All records, or the last hundred; nil if they cannot be read.
  var page: RecordPage?
  /// The reason why they cannot be read.
  var pageError: JournalError?
  /// True if the published record is in the journal, byte for byte.
  var storedIsPublished = false

  var description: String {
    "head \(head), \(published.count) published, \(error.map { "\($0)" } ?? "opened"), "
      + "set aside: \(setAside?.cause ?? "no"), items: \(itemFaults), faults: \(faults), "
      + "read: \(pageError.map { "\($0)" } ?? "yes"), stored: \(storedIsPublished)"
  }

  /// Runs the journal in the state directory of `place`.
  init(in place: TemporaryPlace) {
    let events = Events()
    do throws(JournalError) {
      let journal = try ScanJournal(directory: place.state, rules: Rules()) { events.add($0) }
      journal.append(SoundState.scan("]C101\(SoundState.gtin)10L1", 99))
      journal.close(within: 5000)
      head = journal.status.head
      self.journal = journal.status.uuid
      readRecords(of: journal)
      take(events)
      storedIsPublished = published.last.map { isStored($0, in: journal) } ?? false
    } catch {
      self.error = error
      take(events)
    }
  }

  private mutating func readRecords(of journal: ScanJournal) {
    do throws(JournalError) {
      page = try journal.page(
        after: max(0, head - 100), filter: RecordFilter(), limits: PageLimits(records: 200))
    } catch {
      pageError = error
    }
  }

  private func isStored(_ record: EncodedRecord, in journal: ScanJournal) -> Bool {
    let page = try? journal.page(
      after: record.cursor - 1, filter: RecordFilter(), limits: PageLimits(records: 2))
    return page?.records == [record]
  }

  private mutating func take(_ events: Events) {
    for event in events.all.withLock({ $0 }) {
      switch event {
      case .recorded(let records, _): published += records
      case .setAside(let aside): setAside = aside
      case .itemsUnavailable(let fault): itemFaults.append(fault)
      case .fault(let fault, _): faults.append(fault)
      case .lost(let count): faults.append("\(count) lost")
      default: break
      }
    }
  }
}

/// The events that a journal reported, on any thread.
private final class Events: Sendable {
  let all = Mutex<[JournalEvent]>([])

  func add(_ event: JournalEvent) { all.withLock { $0.append(event) } }
}
