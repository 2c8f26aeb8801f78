// SPDX-License-Identifier: Apache-2.0

// The one connection that writes. A group of scans is judged and appended in one transaction, so
// that of two equal serials in one group the second one finds the first.

import CSQLite
import GS1
import Tracking
import Wire

/// A record that is on the disk.
public struct AppendedRecord: Sendable {
  /// The record with its cursor.
  public let record: Record
  /// Its JSON without the cursor, as the journal keeps it.
  public let body: [UInt8]
}

/// The writing connection and its statements; used by the writer's thread alone.
final class WriterConnection {
  /// What is durable.
  private(set) var header: JournalHeader
  let database: Database
  private let insertion: Statement
  private let updateHeader: Statement
  private let addSeparator: Statement
  private let addHour: Statement
  private let finder: FactFinder
  private var judgings = Judgings()

  /// Opens the journal at `path`, creates it, or brings it to the present schema.
  ///
  /// A newer journal and another program's database are refused before anything is written.
  ///
  /// - Parameter isClockSynchronised: whether somebody keeps the clock right; asked where an expiry
  ///   is past.
  init(
    path: String, now: Int64,
    isClockSynchronised: @escaping () -> Bool = clockIsSynchronised
  ) throws(JournalError) {
    let database = try describing(path) { () throws(SQLiteError) in
      try Database(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    }
    let identity = try describing(path) { () throws(SQLiteError) in
      try database.identity(as: .journal)
    }
    try identity.refuse(path: path, as: .journal)
    self.database = database
    header = try describing(path) { () throws(SQLiteError) in
      try database.configureForWriting()
      try database.migrate(from: identity.version, to: .journal) { () throws(SQLiteError) in
        try database.createHeader(uuid: newUUID(), now: now)
      }
      return try database.readHeader()
    }
    func statement(_ sql: String) throws(JournalError) -> Statement {
      try describing(path) { () throws(SQLiteError) in try database.prepare(sql) }
    }
    insertion = try statement(insertSQL)
    updateHeader = try statement(updateHeaderSQL)
    addSeparator = try statement("INSERT INTO separator VALUES (?) ON CONFLICT DO NOTHING")
    addHour = try statement("INSERT INTO hour VALUES (?, ?)")
    finder = try describing(path) { () throws(SQLiteError) in
      try FactFinder(database, isClockSynchronised: isClockSynchronised)
    }
  }

  /// Judges the scans of a group, appends their records, and does the pending writes; when this returns all
  /// that is on the disk.
  ///
  /// - Parameter items: items and recalls as they are now; nil where there are none.
  /// - Returns: the records, and for each pending write why it failed, nil if it did not.
  func write(
    _ group: Group, rules: Rules, items: ItemReader? = nil
  ) throws(SQLiteError) -> (records: [AppendedRecord], failures: [SQLiteError?]) {
    var next = header
    var judgings = judgings
    var appended: [AppendedRecord] = []
    var failures: [SQLiteError?] = []
    try database.transaction { () throws(SQLiteError) in
      for scan in group.scans {
        let interpretation = Interpretation(scan)
        let facts = try facts(about: interpretation, since: next, rules: rules, items: items)
        var record = judge(interpretation, facts: facts, rules: rules)
        let hour = next.cursor >= next.oldest ? next.hour : nil
        next.add(record)
        record.cursor = next.cursor
        if next.hour != hour { try begin(next.hour, at: next.cursor) }
        appended.append(AppendedRecord(record: record, body: record.body))
        try insert(appended[appended.count - 1], judging: judgings.id(of: scan, in: database))
        if scan.holdsSeparator { try rememberSeparator(of: record.scanner) }
      }
      if !appended.isEmpty { try write(next) }
      for pendingWrite in group.pendingWrites {
        failures.append(try database.perform(pendingWrite))
      }
      if !group.pendingWrites.isEmpty { next = try database.readHeader() }
    }
    header = next
    self.judgings = judgings
    return (appended, failures)
  }

  /// Removes the records up to a cursor, and gives their pages back to the file system.
  func remove(through end: Int64) throws(SQLiteError) {
    var next = header
    try database.transaction { () throws(SQLiteError) in
      try database.deleteRecords(through: end)
      next = try database.readHeader()
    }
    header = next
    try database.execute("PRAGMA incremental_vacuum")
  }

  /// Brings everything from the log into the database, so that a copy of that file alone is whole.
  /// A reader in the way leaves some of it in the log, where it is as safe.
  func checkpoint() {
    try? database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func facts(
    about interpretation: Interpretation, since last: JournalHeader, rules: Rules, items: ItemReader?
  ) throws(SQLiteError) -> Facts {
    var facts = Facts()
    facts.clockWentBack = interpretation.scan.received.microseconds < last.time
    items?.look(for: interpretation, rules: rules, into: &facts)
    let rules = rules.holding(at: interpretation.scan.origin, for: facts.item)
    try finder.look(for: interpretation, rules: rules, into: &facts)
    return facts
  }

  private func begin(_ hour: Int64, at cursor: Int64) throws(SQLiteError) {
    try addHour.bind(1, cursor)
    try addHour.bind(2, hour)
    try addHour.run()
  }

  private func rememberSeparator(of scanner: String) throws(SQLiteError) {
    try addSeparator.bind(1, scanner)
    try addSeparator.run()
  }

  private func insert(_ appended: AppendedRecord, judging: Int64) throws(SQLiteError) {
    let record = appended.record
    try insertion.bind(1, record.cursor ?? 0)
    try insertion.bind(2, record.time.microseconds)
    try insertion.bind(3, record.scanner)
    try insertion.bind(4, record.station)
    try insertion.bind(5, record.step)
    try insertion.bind(6, record.verdict.rawValue)
    try insertion.bind(7, record.kind)
    try insertion.bind(8, record.subject.tracking?.rawValue)
    try insertion.bind(9, record.subject.gtin)
    try insertion.bind(10, record.subject.lot)
    try insertion.bind(11, record.subject.serial)
    try insertion.bind(12, record.subject.sscc)
    try insertion.bind(13, record.subject.expiry)
    try insertion.bind(14, codes(record.reasons))
    try insertion.bind(15, codes(record.notes))
    try insertion.bind(16, judging)
    try insertion.bind(17, record.data)
    try insertion.bind(18, appended.body)
    try insertion.run()
  }

  private func write(_ header: JournalHeader) throws(SQLiteError) {
    try updateHeader.bind(1, header.cursor)
    try updateHeader.bind(2, header.time)
    try updateHeader.bind(3, header.counts.accepted)
    try updateHeader.bind(4, header.counts.rejected)
    try updateHeader.bind(5, header.counts.incomplete)
    try updateHeader.bind(6, header.open)
    try updateHeader.run()
  }
}

/// Runs `body`; an error of SQLite says which file it is about.
func describing<T>(
  _ path: String, _ body: () throws(SQLiteError) -> T
) throws(JournalError) -> T {
  do throws(SQLiteError) {
    return try body()
  } catch {
    throw .database(path: path, error)
  }
}

/// The codes of reasons or notes for the column people search in: `check-digit requisite`.
private func codes(_ remarks: [Remark]) -> String {
  remarks.map(\.code).joined(separator: " ")
}

/// The numbers of what records were judged with; the texts are few and stand in a table.
private struct Judgings {
  private struct Settings: Hashable {
    let assume: Reading.Assumption
    let pairing: Bool
  }

  private var ids: [Settings: Int64] = [:]

  mutating func id(of scan: Scan, in database: Database) throws(SQLiteError) -> Int64 {
    let settings = Settings(assume: scan.origin.assume, pairing: scan.origin.pairing)
    if let id = ids[settings] { return id }
    let text =
      "gs1=\(tableRelease) assume=\(settings.assume.name)"
      + (settings.pairing ? "" : " pairing=no")
    let add = try database.prepare("INSERT INTO judging (text) VALUES (?) ON CONFLICT DO NOTHING")
    try add.bind(1, text)
    try add.run()
    let find = try database.prepare("SELECT id FROM judging WHERE text = ?")
    try find.bind(1, text)
    _ = try find.step()
    ids[settings] = find.integer(0)
    return find.integer(0)
  }
}

private let insertSQL = """
  INSERT INTO record (cursor, time, scanner, station, step, verdict, kind, tracking, gtin, lot,
    serial, sscc, expiry, reasons, notes, judging, data, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  """

private let updateHeaderSQL = """
  UPDATE journal SET head = ?, time = ?, accepted = ?, rejected = ?, incomplete = ?, open = ?
  WHERE id = 1
  """
