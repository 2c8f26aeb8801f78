// SPDX-License-Identifier: Apache-2.0

// The one connection that writes. It judges and appends a group of scans in one transaction, so the
// second of two equal serials in a group finds the first.

import CSQLite
import GS1
import Tracking
import Wire

/// The writing connection and its statements; used only by the writer's thread.
final class WriterConnection {
  /// The newest durable state.
  private(set) var header: JournalHeader
  let database: Database
  private let insertion: Statement
  private let sealing: SealingStatement
  private let soundness: Statement
  private let updateHeader: Statement
  private let addSeparator: Statement
  private let addHour: Statement
  private let finder: FactFinder
  private var judgings = Judgings()

  /// Opens the journal at `path`, creates it, or migrates it to the present schema.
  ///
  /// A newer journal and another program's database are refused before anything is written.
  ///
  /// - Parameter isClockSynchronised: true if the clock is kept right; asked where an expiry is past.
  init(
    path: String, now: Int64,
    isClockSynchronised: @escaping () -> Bool = clockIsSynchronised
  ) throws(JournalError) {
    database = try Database(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    let identity = try database.identity(as: .journal)
    try identity.requireOurs(path: path, schema: .journal)
    try database.configureForWriting()
    try database.addSealFunctions()
    header = try database.openJournal(of: identity.version, now: now)
    insertion = try database.prepare(insertSQL)
    sealing = try SealingStatement(database)
    soundness = try database.prepare("SELECT \(recordIsSound) FROM record WHERE cursor = ?")
    updateHeader = try database.prepare(updateHeaderSQL)
    addSeparator = try database.prepare("INSERT INTO separator VALUES (?) ON CONFLICT DO NOTHING")
    addHour = try database.prepare("INSERT INTO hour VALUES (?, ?)")
    finder = try FactFinder(database, isClockSynchronised: isClockSynchronised)
  }

  /// Judges the scans of a group, appends their records, and does the pending writes; everything is
  /// durable when this returns.
  ///
  /// - Parameter items: items and recalls as they are now; nil where there are none.
  /// - Returns: the records, and for each pending write its error or nil.
  func write(
    _ group: Group, rules: Rules, items: ItemReader? = nil
  ) throws(JournalError) -> (records: [EncodedRecord], failures: [JournalError?]) {
    var next = header
    var judgings = judgings
    var failures: [JournalError?] = []
    let transaction = try Transaction(on: database)
    let appended = try blamingTheFile { () throws(JournalError) in
      try append(group.scans, to: &next, &judgings, rules: rules, items: items)
    }
    for write in group.pendingWrites { failures.append(try database.perform(write)) }
    if !group.pendingWrites.isEmpty { next = try database.readHeader() }
    try transaction.commit()
    header = next
    self.judgings = judgings
    return (appended, failures)
  }

  private func append(
    _ scans: [Scan], to next: inout JournalHeader, _ judgings: inout Judgings, rules: Rules,
    items: ItemReader?
  ) throws(JournalError) -> [EncodedRecord] {
    var appended: [EncodedRecord] = []
    for scan in scans {
      let interpretation = Interpretation(scan)
      let facts = try facts(about: interpretation, since: next, rules: rules, items: items)
      var record = judge(interpretation, facts: facts, rules: rules)
      let hour = next.cursor >= next.oldest ? next.hour : nil
      next.add(record)
      record.cursor = next.cursor
      if next.hour != hour { try begin(next.hour, at: next.cursor) }
      let body = record.body
      appended.append(EncodedRecord(record, body: body))
      try insert(record, body: body, judging: judgings.id(of: scan, in: database))
      next.hash = try sealing.seal(next.cursor, after: next.hash)
      if scan.holdsSeparator { try rememberSeparator(of: record.scanner) }
    }
    guard let first = appended.first, let last = appended.last else { return [] }
    try requireSound(first.cursor)
    try requireSound(last.cursor)
    try write(next)
    return appended
  }

  /// Throws if a record that was just appended is not found under its cursor, with its seal: in a damaged
  /// tree it would be stored, and no reader would find it. The new records are neighbours, so the first
  /// and the last of a group speak for all.
  private func requireSound(_ cursor: Int64) throws(JournalError) {
    defer { soundness.reset() }
    try soundness.bind(1, cursor)
    guard try soundness.step(), soundness.integer(0) == 1 else {
      throw database.damage("the record \(cursor) is not found where it was stored")
    }
  }

  /// Removes the records up to a cursor, and returns their pages to the file system.
  func remove(through end: Int64) throws(JournalError) {
    try change { database throws(JournalError) in try database.deleteRecords(through: end) }
    try database.execute("PRAGMA incremental_vacuum")
  }

  /// Does housekeeping's work in a transaction of its own; it is durable when this returns.
  func change(_ work: (Database) throws(JournalError) -> Void) throws(JournalError) {
    let transaction = try Transaction(on: database)
    try work(database)
    let next = try database.readHeader()
    try transaction.commit()
    header = next
  }

  /// Moves the content of the log into the database, so that a copy of that file alone is complete. A
  /// reader in the way leaves some of it in the log, where it is as safe.
  func checkpoint() {
    try? database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func facts(
    about interpretation: Interpretation, since last: JournalHeader, rules: Rules,
    items: ItemReader?
  ) throws(JournalError) -> Facts {
    var facts = Facts()
    facts.clockWentBack = interpretation.scan.received.microseconds < last.time
    items?.look(for: interpretation, rules: rules, into: &facts)
    let rules = rules.holding(at: interpretation.scan.origin, for: facts.item)
    try finder.look(for: interpretation, rules: rules, into: &facts)
    return facts
  }

  private func begin(_ hour: Int64, at cursor: Int64) throws(JournalError) {
    try addHour.bind(1, cursor)
    try addHour.bind(2, hour)
    try addHour.runOnOneRow()
  }

  private func rememberSeparator(of scanner: String) throws(JournalError) {
    try addSeparator.bind(1, scanner)
    try addSeparator.run()
  }

  private func insert(
    _ record: Record, body: [UInt8], judging: Int64
  ) throws(JournalError) {
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
    try insertion.bind(18, body)
    try insertion.runOnOneRow()
  }

  private func write(_ header: JournalHeader) throws(JournalError) {
    try updateHeader.bind(1, header.cursor)
    try updateHeader.bind(2, header.time)
    try updateHeader.bind(3, header.counts.accepted)
    try updateHeader.bind(4, header.counts.rejected)
    try updateHeader.bind(5, header.counts.incomplete)
    try updateHeader.bind(6, header.open)
    try updateHeader.bind(7, header.hash)
    try updateHeader.runOnOneRow()
  }
}

extension Database {
  /// Brings a journal to the present schema or makes one, and reads its header.
  fileprivate func openJournal(of version: Int, now: Int64) throws(JournalError) -> JournalHeader {
    try blamingTheFile { () throws(JournalError) in
      try migrate(
        from: version, to: .journal,
        adding: JournalHeader.insertSQL(uuid: newUUID(), now: now))
      let header = try readHeader()
      try requireRecords(of: header)
      try requireNoSeal(after: header)
      return header
    }
  }
}

/// The codes of reasons or notes, for the column that people search: `check-digit requisite`.
private func codes(_ remarks: [Remark]) -> String {
  remarks.map(\.code).joined(separator: " ")
}

/// The ids of judging settings; their texts are few and have a table of their own.
private struct Judgings {
  private struct Settings: Hashable {
    let assume: Reading.Assumption
    let pairing: Bool
  }

  private var ids: [Settings: Int64] = [:]

  mutating func id(of scan: Scan, in database: Database) throws(JournalError) -> Int64 {
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
  UPDATE journal SET head = ?, time = ?, accepted = ?, rejected = ?, incomplete = ?, open = ?,
    hash = ?
  WHERE id = 1
  """
