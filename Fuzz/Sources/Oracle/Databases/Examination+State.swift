// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

@testable import Journal

extension Examination {
  /// Examines a state directory with damage: the journal opens, and the next scan is stored and published.
  func examineState(
    _ journal: [UInt8], _ items: [UInt8], _ input: [UInt8]
  ) throws(Violation) {
    let place = TemporaryPlace()
    let path = place.path + "/journal-file"
    place.write(journal, to: path)
    let run = try measured(input, .database) {
      place.removeState()
      place.makeState(journal: journal, items: items)
      return JournalRun(in: place)
    }
    if let error = run.error {
      try requireSentence(error.description, Corpus.line(of: input))
      return try require(
        .damageStopsNoRecording, [.newerSchema, .foreignDatabase].contains(error.code),
        "\(run): \(Corpus.line(of: input))")
    }
    let isRecorded = run.published.count == 1 && run.storedIsPublished
    try require(.damageStopsNoRecording, isRecorded, "\(run): \(Corpus.line(of: input))")
    let reasons = [run.setAside?.cause, run.pageError?.description].compactMap { $0 }
    for text in run.itemFaults + run.faults + reasons {
      try requireSentence(text, Corpus.line(of: input))
    }
    if journal == SoundState.made.journal {
      try require(
        .journalIsApartFromItems, run.head == SoundState.head + 1 && run.setAside == nil,
        "\(run): \(Corpus.line(of: input))")
    }
    guard let page = run.page, run.setAside == nil else { return }
    let file = PlainDatabase(path)
    let oldest = file.number("SELECT oldest FROM journal") ?? 1
    try requireSound(page, oldest: oldest, file, input)
  }

  /// The planted defect: damaged records in three places or more. The fuzzer has to add one to the others.
  /// Only the verification is made, so that the search is short.
  func plantDamage(_ journal: [UInt8], _ input: [UInt8]) throws(Violation) {
    let place = TemporaryPlace()
    let path = place.path + "/journal-file"
    place.write(journal, to: path)
    guard let found = try? verification(of: path).get() else { return }
    try plant(found.damaged.ranges.count > 2, in: input)
  }

  /// Examines the verification of a damaged journal: it ends, and finds what another reader finds.
  func examineVerification(of journal: [UInt8], _ input: [UInt8]) throws(Violation) {
    let place = TemporaryPlace()
    let path = place.path + "/journal-file"
    place.write(journal, to: path)
    switch try measured(input, .database, { verification(of: path) }) {
    case .failure(let error): try requireSentence(error.description, Corpus.line(of: input))
    case .success(let found):
      let file = PlainDatabase(path)
      let covered = found.records &+ found.missing.count
      let isWhole = found.head < found.oldest || covered <= found.head - found.oldest + 1
      try require(.verificationCountsEveryCursor, isWhole, "\(found): \(Corpus.line(of: input))")
      guard found.isSound, found.hash == SoundState.made.hash, found.chainBase == 0,
        found.oldest <= found.head
      else { return }
      let isAsMade = (found.oldest...found.head).allSatisfy { cursor in
        SoundState.made.bodies.indices.contains(Int(cursor) - 1)
          && file.bytes("SELECT body FROM record WHERE cursor = \(cursor)")
            == SoundState.made.bodies[Int(cursor) - 1]
      }
      try require(.soundChainIsTheSameJournal, isAsMade, "\(found): \(Corpus.line(of: input))")
    }
  }
}

private func verification(of path: String) -> Result<JournalVerification, JournalError> {
  do throws(JournalError) {
    let verifier = try Verifier(path: path)
    try verifier.run()
    return .success(verifier.found)
  } catch {
    return .failure(error)
  }
}
