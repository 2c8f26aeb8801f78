// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

@testable import Journal

extension Examination {
  /// Examines a backup: if it is called sound, it is restored, and the journal goes on.
  func examineBackup(_ bytes: [UInt8], _ input: [UInt8]) throws(Violation) {
    let place = TemporaryPlace()
    let path = place.path + "/backup-file"
    place.write(bytes, to: path)
    switch try measured(input, .database, { Restored(path, to: place) }) {
    case .refused(let error):
      try requireSentence(error.description, Corpus.line(of: input))
      try require(
        .refusedBackupsAreUnsound, error.code == .unsoundBackup && bytes != SoundState.made.backup,
        "\(error.code): \(Corpus.line(of: input))")
    case .failed(let error):
      try require(.soundBackupIsRestored, false, "\(error): \(Corpus.line(of: input))")
    case .restored(let contents, let run):
      let file = PlainDatabase(path)
      try examine(contents, file, input)
      try examine(run, of: contents, file, input)
    }
  }

  /// Requires that the check read what another reader reads.
  private func examine(
    _ contents: BackupFile, _ file: PlainDatabase, _ input: [UInt8]
  ) throws(Violation) {
    let isAsRead =
      file.number("SELECT count(*) FROM item") == contents.items
      && file.number("SELECT count(*) FROM recall") == contents.recalls
      && file.number("SELECT head FROM journal") == contents.head
      && file.number("SELECT oldest FROM journal") == contents.oldest
      && file.number("SELECT count(*) FROM record") == contents.records.records
    try require(.backupIsReadAlike, isAsRead, "\(contents): \(Corpus.line(of: input))")
  }

  private func examine(
    _ run: JournalRun, of contents: BackupFile, _ file: PlainDatabase, _ input: [UInt8]
  ) throws(Violation) {
    let goesOn =
      run.error == nil && run.head == contents.head + 1 && run.published.count == 1
      && run.setAside == nil && run.itemFaults.isEmpty && run.storedIsPublished
      && run.journal != contents.journal
    try require(.soundBackupIsRestored, goesOn, "\(run): \(Corpus.line(of: input))")
    guard let page = run.page else {
      return try require(.soundBackupIsRead, false, "\(run): \(Corpus.line(of: input))")
    }
    try require(.soundBackupIsRead, page.through == run.head, Corpus.line(of: input))
    try requireSound(page, oldest: contents.oldest, file, input)
    let isAsVerified = contents.records.damaged.ranges.joined().allSatisfy { cursor in
      page.gaps.contains { $0.from...$0.to ~= cursor }
    }
    try require(.damageIsAGap, isAsVerified, Corpus.line(of: input))
  }
}

/// The way of a backup into an empty directory.
private enum Restored {
  case refused(JournalError)
  case failed(JournalError)
  case restored(BackupFile, JournalRun)

  init(_ path: String, to place: TemporaryPlace) {
    place.removeState()
    do throws(JournalError) {
      let source = try BackupSource(verifying: path)
      do throws(JournalError) {
        _ = try source.restore(to: place.state)
        self = .restored(source.contents, JournalRun(in: place))
      } catch {
        self = .failed(error)
      }
    } catch {
      self = .refused(error)
    }
  }
}
