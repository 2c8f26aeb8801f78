// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

@testable import Journal

extension Examination {
  /// Examines a backup, or a state directory with a database, of which bytes or rows were changed.
  func examineDatabase(_ input: [UInt8]) throws(Violation) {
    let sound = SoundState.made
    var program = Program(input)
    let kind = program.byte() % 4
    if plantsDefect {
      if kind == 3 { try plantDamage(sound.journal.edited(by: &program), input) }
      return
    }
    switch kind {
    case 0: try examineBackup(sound.backup.edited(by: &program), input)
    case 1: try examineState(sound.journal.edited(by: &program), sound.items, input)
    case 2: try examineState(sound.journal, sound.items.edited(by: &program), input)
    default: try examineVerification(of: sound.journal.edited(by: &program), input)
    }
  }

  /// Requires that every cursor is answered, and that damaged records are gaps.
  ///
  /// - Parameter file: the database as it was before the journal was opened.
  func requireSound(
    _ page: RecordPage, oldest: Int64, _ file: PlainDatabase, _ input: [UInt8]
  ) throws(Violation) {
    let unsummed = file.number("SELECT unsummed FROM journal WHERE id = 1") ?? SoundState.head
    var answered: Set<Int64> = []
    for record in page.records {
      answered.insert(record.cursor)
      let place = Int(record.cursor) - 1
      guard SoundState.made.bodies.indices.contains(place) else { continue }
      let isAsMade = record.body == SoundState.made.bodies[place]
      try require(
        .sentRecordsAreSound, isAsMade || record.cursor <= unsummed,
        "record \(record.cursor): \(Corpus.line(of: input))")
    }
    for gap in page.gaps where gap.from <= gap.to && gap.to - gap.from < 100 {
      answered.formUnion(gap.from...gap.to)
    }
    let cursors = page.records.map(\.cursor)
    let isInOrder = zip(cursors, cursors.dropFirst()).allSatisfy(<)
    try require(.recordsAreInOrder, isInOrder, "\(cursors): \(Corpus.line(of: input))")
    let first = max(oldest, page.through - 100)
    let isDense = first > page.through || (first...page.through).allSatisfy(answered.contains)
    try require(
      .everyCursorIsARecordOrAGap, isDense,
      "\(oldest) to \(page.through) are \(answered.sorted()): \(Corpus.line(of: input))")
  }
}

extension Allowance {
  /// A database of some pages, with every limit of the module.
  static let database = Allowance(fixed: 150_000_000, perByte: 0)
}
