// SPDX-License-Identifier: Apache-2.0

// The facts that earlier records hold about the subject of a scan. Every query seeks one index, which
// it names: it cannot even be prepared without that index, so it never becomes a scan of all records.
// The lots of a serial come after the step in the index, so one query is made for each step. There are
// only as many steps as are configured, whatever is on labels.

import Tracking
import Wire

/// The queries for facts, run inside the transaction that appends.
final class FactFinder {
  private let known: Statement
  private let repeated: Statement
  private let nextStep: Statement
  private let lots: DifferingValueQuery
  private let expiries: DifferingValueQuery
  private let separator: Statement
  private let isClockSynchronised: () -> Bool

  init(_ database: Database, isClockSynchronised: @escaping () -> Bool) throws(JournalError) {
    known = try database.prepare(knownSQL)
    repeated = try database.prepare(repeatedSQL)
    nextStep = try database.prepare(nextStepSQL)
    lots = try DifferingValueQuery(
      of: "lot", in: "record_serial", where: "serial = ?1 AND gtin = ?2 AND step IS ?4", database)
    expiries = try DifferingValueQuery(
      of: "expiry", in: "record_lot_expiry", where: "lot = ?1 AND gtin = ?2", database)
    separator = try database.prepare("SELECT 1 FROM separator WHERE scanner = ?")
    self.isClockSynchronised = isClockSynchronised
  }

  /// Adds the facts from earlier records to `facts`; facts that `rules` ignore are not looked up.
  func look(
    for understanding: Understanding, rules: Rules, into facts: inout Facts
  ) throws(JournalError) {
    let subject = understanding.subject
    if let serial = subject.serial, try isKnown(serial, subject.gtin, rules) {
      if rules.serialRepeated != .off {
        facts.sameSerial = try record(of: serial, subject.gtin, understanding.scan.origin.step)
      }
      if rules.lotConflict != .off { facts.otherLot = try otherLot(of: subject) }
    }
    if rules.expiryConflict != .off { facts.otherExpiry = try otherExpiry(of: subject) }
    if understanding.suspicion != nil {
      facts.separatorNeverSeen = try !hasSentSeparator(understanding.scan.origin.scanner)
    }
    if understanding.isExpired { facts.clockUnsynchronised = !isClockSynchronised() }
  }

  /// True if the serial was accepted before; most serials come for the first time.
  private func isKnown(
    _ serial: String, _ gtin: String?, _ rules: Rules
  ) throws(JournalError) -> Bool {
    guard rules.serialRepeated != .off || rules.lotConflict != .off else { return false }
    defer { known.reset() }
    try known.bind(1, serial)
    try known.bind(2, gtin)
    return try known.step()
  }

  private func record(
    of serial: String, _ gtin: String?, _ step: String?
  ) throws(JournalError) -> Int64? {
    defer { repeated.reset() }
    try repeated.bind(1, serial)
    try repeated.bind(2, gtin)
    try repeated.bind(3, step)
    return try repeated.step() ? repeated.integer(0) : nil
  }

  private func otherLot(of subject: Subject) throws(JournalError) -> Sighting? {
    guard let lot = subject.lot, let serial = subject.serial, let gtin = subject.gtin else {
      return nil
    }
    var found: Sighting?
    var step: String?
    repeat {
      try lots.bind(step: step)
      let other = try lots.newest(serial, gtin, lot)
      if other?.cursor ?? 0 > found?.cursor ?? 0 { found = other }
      step = try self.step(after: step, of: serial, gtin)
    } while step != nil
    return found
  }

  private func step(
    after step: String?, of serial: String, _ gtin: String
  ) throws(JournalError) -> String? {
    defer { nextStep.reset() }
    try nextStep.bind(1, serial)
    try nextStep.bind(2, gtin)
    try nextStep.bind(3, step ?? "")
    return try nextStep.step() ? nextStep.text(0) : nil
  }

  private func otherExpiry(of subject: Subject) throws(JournalError) -> Sighting? {
    guard let expiry = subject.expiry, let lot = subject.lot, let gtin = subject.gtin else {
      return nil
    }
    return try expiries.newest(lot, gtin, expiry)
  }

  private func hasSentSeparator(_ scanner: String) throws(JournalError) -> Bool {
    defer { separator.reset() }
    try separator.bind(1, scanner)
    return try separator.step()
  }
}

private let knownSQL = """
  SELECT 1 FROM record INDEXED BY record_serial
  WHERE serial = ? AND gtin IS ? AND verdict = 'accepted' LIMIT 1
  """

/// The newest record of a serial. Where there are several lots, which is a conflict anyway, it is the
/// newest of the last lot: finding the newest of all would mean reading all.
private let repeatedSQL = """
  SELECT cursor FROM record INDEXED BY record_serial
  WHERE serial = ? AND gtin IS ? AND verdict = 'accepted' AND step IS ?
  ORDER BY lot DESC, cursor DESC LIMIT 1
  """

/// The steps at which a serial was accepted, one after another; those without a step come before.
private let nextStepSQL = """
  SELECT step FROM record INDEXED BY record_serial
  WHERE serial = ? AND gtin = ? AND verdict = 'accepted' AND step > ?
  ORDER BY step LIMIT 1
  """
