// SPDX-License-Identifier: Apache-2.0

// Items and recalls as the writer's thread looks them up while it judges. A group of scans is
// judged within one read transaction, which begins after the scans were taken from the inbox: what
// was changed before the last of them was scanned holds for it.
//
// A fault here is not a fault of the journal. The record says that the look-up failed, and scans go on.

import Tracking

/// The reading side of a itemDatabase; used by the writer's thread alone.
final class ItemReader {
  private let itemDatabase: ItemDatabase
  private var lookups: ItemQueries?
  private var generation = 0
  /// Whether something could not be read in this group, or the file is known to be damaged.
  private var isUnreliable = false

  init(_ itemDatabase: ItemDatabase) {
    self.itemDatabase = itemDatabase
  }

  /// Runs `body`, in which items and recalls are as they are now.
  func group<T>(_ body: () throws(JournalError) -> T) throws(JournalError) -> T {
    begin()
    defer { end() }
    return try body()
  }

  /// Adds what is said of the subject of a scan to `facts`; what `rules` do not ask for is not
  /// looked up. Recalls are looked up also where items cannot be read.
  func look(for interpretation: Interpretation, rules: Rules, into facts: inout Facts) {
    let subject = interpretation.subject
    guard subject.gtin != nil || subject.lot != nil || subject.serial != nil else { return }
    if let gtin = subject.gtin {
      attempt { lookups throws(SQLiteError) in facts.item = try lookups.item(gtin) }
    }
    let rules = rules.holding(at: interpretation.scan.origin, for: facts.item)
    if rules.recalled != .off {
      attempt { lookups throws(SQLiteError) in facts.recalls = try lookups.recalls(of: subject) }
    }
    facts.itemsUnavailable = isUnreliable
  }

  private func begin() {
    let present = itemDatabase.generation
    if isUnreliable || present != generation { lookups = nil }
    generation = present
    isUnreliable = itemDatabase.status.isDamaged
    if lookups == nil { connect() }
    attempt { lookups throws(SQLiteError) in try lookups.begin() }
  }

  private func end() {
    attempt { lookups throws(SQLiteError) in try lookups.end() }
    if !isUnreliable { itemDatabase.reportSuccess() }
  }

  private func connect() {
    itemDatabase.prepare()
    do throws(SQLiteError) {
      lookups = try ItemQueries(path: itemDatabase.path)
    } catch {
      fail(error)
    }
  }

  private func attempt(_ body: (ItemQueries) throws(SQLiteError) -> Void) {
    guard let lookups else { return }
    do throws(SQLiteError) {
      try body(lookups)
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: SQLiteError) {
    isUnreliable = true
    // SQLite has waited for a lock, up to 10 s; the next look-up of this group would wait again.
    if error.isBusy { lookups = nil }
    itemDatabase.reportFailure(.database(path: itemDatabase.path, error), generation: generation)
  }
}
