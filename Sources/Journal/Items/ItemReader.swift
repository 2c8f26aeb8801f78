// SPDX-License-Identifier: Apache-2.0

// Items and recalls as the writer's thread looks them up while it judges. A group of scans is judged
// within one read transaction, which begins after the scans were taken from the inbox. So a change
// that was made before the last of them was scanned holds for it.
//
// A fault here is not a fault of the journal. The record says that the look-up failed, and scans go on.
// Nor does this thread wait for the one that changes items and recalls, which may hang in a sync: a
// file that has still to be created or migrated is another fault until that thread has done it.

import Tracking
import Wire

/// The reading side of the item database; used only by the writer's thread.
final class ItemReader {
  private let itemDatabase: ItemDatabase
  private let condition: ItemCondition
  private var queries: ItemQueries?
  private var generation = 0
  /// True if a look-up of this group failed, or if the file is known to be damaged.
  private var isUnreliable = false

  init(_ itemDatabase: ItemDatabase) {
    self.itemDatabase = itemDatabase
    condition = itemDatabase.condition
  }

  /// Begins a group of scans: look-ups see the present items and recalls until `endGroup`.
  func beginGroup() {
    let present = condition.generation
    if isUnreliable || present != generation { queries = nil }
    generation = present
    isUnreliable = condition.status.isDamaged
    if queries == nil { connect() }
    do throws(JournalError) {
      try queries?.begin()
    } catch {
      fail(error)
    }
  }

  /// Ends a group of scans.
  func endGroup() {
    do throws(JournalError) {
      try queries?.end()
    } catch {
      fail(error)
    }
    if !isUnreliable { condition.reportSuccess() }
  }

  /// Adds the item and the recalls of a scan's subject to `facts`; facts that `rules` ignore are not
  /// looked up. Recalls are looked up even if items cannot be read.
  func look(for interpretation: Interpretation, rules: Rules, into facts: inout Facts) {
    let subject = interpretation.subject
    guard subject.gtin != nil || subject.lot != nil || subject.serial != nil else { return }
    if let gtin = subject.gtin { facts.item = item(gtin) }
    let rules = rules.holding(at: interpretation.scan.origin, for: facts.item)
    if rules.recalled != .off { facts.recalls = recalls(of: subject) }
    facts.itemsUnavailable = isUnreliable
  }

  private func item(_ gtin: String) -> Item? {
    do throws(JournalError) {
      return try queries?.item(gtin)
    } catch {
      fail(error)
      return nil
    }
  }

  private func recalls(of subject: Subject) -> [Recall] {
    do throws(JournalError) {
      return try queries?.recalls(of: subject) ?? []
    } catch {
      fail(error)
      return []
    }
  }

  private func connect() {
    itemDatabase.prepare()
    do throws(JournalError) {
      queries = try ItemQueries(
        path: itemDatabase.path, isDamaged: condition.status.isDamaged)
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: JournalError) {
    isUnreliable = true
    // SQLite has waited for a lock, up to 10 s; the next look-up of this group would wait again.
    if error.isBusy { queries = nil }
    condition.reportFailure(error, generation: generation)
  }
}
