// SPDX-License-Identifier: Apache-2.0

/// A file that `scanctl backup` made, and that was checked.
public struct BackupFile: Sendable, Equatable {
  /// The path of the file.
  public let path: String
  /// The uuid of the journal that was copied.
  public let journal: String
  /// The oldest and the newest cursor; `oldest` is `head + 1` where there are no records.
  public let oldest, head: Int64
  /// The number of items and recalls.
  public let items, recalls: Int64
  /// The records, compared with their seals; damaged ones will not be served.
  public let records: JournalVerification

  /// Checks a whole file (PRAGMA integrity_check, and the seal of each record), which takes a while if it is large.
  ///
  /// A backup of an older schema is accepted, one of a newer schema is refused.
  public init(verifying path: String) throws(JournalError) {
    let check = try BackupCheck(of: path)
    let header = try check.header()
    let items = try check.items()
    records = try check.records()
    self.path = path
    journal = header.uuid
    oldest = header.oldest
    head = header.cursor
    self.items = items.items
    recalls = items.recalls
  }
}
