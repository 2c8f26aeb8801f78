// SPDX-License-Identifier: Apache-2.0

// The summary is gathered record by record in the order of cursors, whatever the records' times.
// Interpreted values of a record that is not accepted are kept apart: they are nobody's serial, lot
// or place, for the label may be of something else.

import TerminalIO
import Wire

/// The summary of the traced records of one GTIN.
struct ItemSummary {
  /// The GTIN of all records; nil if none was read.
  let gtin: String?
  private let recalls: [RecallInfo]
  private let isOneItem: Bool
  /// The most entries of a list that are shown or kept; nil for all.
  let limit: Int?

  /// All accepted scans.
  private(set) var total = Tally()
  /// Accepted scans by place and step, in the order in which they were first met.
  private(set) var places = Groups<PlaceKey, Tally>()
  /// Accepted scans by step.
  private(set) var steps = Groups<String?, Tally>()
  /// Accepted scans by expiry.
  private(set) var expiries = Groups<String, Int>()
  /// Accepted scans by lot; nil for those without one.
  private(set) var lots = Groups<String?, LotTally>()
  /// Serials and where they were last accepted.
  private(set) var serials = SerialList()
  /// The notes of accepted scans.
  private(set) var notes = Groups<String, Int>()
  /// Accepted scans that contradict earlier ones.
  private(set) var conflicts: Excerpt<(cursor: Int64, text: String)>
  /// Accepted scans, in order.
  private(set) var history: Excerpt<Record>
  /// The cursors of scans that were rejected or not read whole.
  private(set) var notAccepted = Excerpt<Record>(limit: 0)
  /// Those of these scans that were made while no recall of them was in force.
  private(set) var otherwiseNotAccepted: Excerpt<Record>
  /// The recalls of them, and what was scanned since.
  private(set) var effects = Groups<Int64, RecallEffect>()

  /// ItemSummary of which nothing is known yet.
  ///
  /// - Parameters:
  ///   - recalls: all recalls there are.
  ///   - isOneItem: true if all records are of one serial, which then falls under a recall of its
  ///     lot also where a label does not say the lot.
  ///   - limit: the most records that are kept of each list; nil for all.
  ///   - historyLimit: the same for the accepted scans.
  init(
    gtin: String?, recalls: [RecallInfo], isOneItem: Bool, limit: Int?, historyLimit: Int?
  ) {
    self.gtin = gtin
    self.isOneItem = isOneItem
    self.recalls = recalls
    self.limit = limit
    conflicts = Excerpt(limit: limit)
    history = Excerpt(limit: historyLimit)
    otherwiseNotAccepted = Excerpt(limit: limit)
  }

  /// Adds the next record.
  mutating func add(_ record: Record) {
    let covering = recalls.filter { recall in
      recall.covers(record.subject) || isOneItem && effects[recall.number] != nil
    }
    let isRecalled = apply(covering, to: record)
    if record.verdict == .accepted { return count(record) }
    notAccepted.append(record, cursor: record.cursor)
    if !isRecalled { otherwiseNotAccepted.append(record, cursor: record.cursor) }
  }

  private mutating func count(_ record: Record) {
    let subject = record.subject
    let serial = subject.serial.map { serials.note($0, Sighting(record)) }
    total.count(record, serial: serial)
    places.update(Place(record).key, new: Tally()) { $0.count(record, serial: serial) }
    steps.update(record.step, new: Tally()) { $0.count(record, serial: serial) }
    lots.update(subject.lot, new: LotTally()) { $0.count(record, serial: serial) }
    if let expiry = subject.expiry { expiries.count(expiry) }
    for note in record.notes {
      notes.count(note.code)
      guard conflictCodes.contains(note.code), let cursor = record.cursor else { continue }
      conflicts.append((cursor, note.text), cursor: cursor)
    }
    history.append(record, cursor: record.cursor)
  }

  /// Adds the record to each recall that was in force; true if there is one.
  private mutating func apply(_ covering: [RecallInfo], to record: Record) -> Bool {
    var isRecalled = false
    let isSaidRecalled = (record.notes + record.reasons).contains { $0.code == "recalled" }
    for recall in covering {
      effects.update(recall.number, new: RecallEffect(recall, limit: limit)) { effect in
        if recall.wasInForce(at: record.time) || isSaidRecalled && covering.count == 1 {
          effect.add(record)
          isRecalled = true
        }
      }
    }
    return isRecalled
  }
}

extension ItemSummary {
  /// The recalls in force that are about all of what was asked for, not only about a part of it.
  func recalls(of target: TraceTarget) -> [RecallInfo] {
    effects.pairs.map(\.value.recall).filter { target.isAll(of: $0) && $0.lifted == nil }
  }
}

/// The notes that say that a scan contradicts earlier ones.
private let conflictCodes: Set = ["lot-conflict", "expiry-conflict", "serial-repeated"]

/// The counts of one lot and the expiries on its labels.
struct LotTally {
  private(set) var tally = Tally()
  private(set) var expiries = Groups<String, Int>()

  /// Counts an accepted scan of the lot.
  mutating func count(_ record: Record, serial: Int?) {
    tally.count(record, serial: serial)
    if let expiry = record.subject.expiry { expiries.count(expiry) }
  }
}
