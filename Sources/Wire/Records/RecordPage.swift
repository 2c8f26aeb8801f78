// SPDX-License-Identifier: Apache-2.0

/// Some records of the journal, oldest first.
public struct RecordPage: Sendable, Equatable {
  /// The records.
  public var records: [EncodedRecord]
  /// The records that are missing between them or damaged, in the order of cursors.
  public var gaps: [Gap] = []
  /// Every matching record after the cursor asked for and up to here is in `records`.
  public var through: Int64
  /// The number of records that were looked at, matching or not.
  public var looked: Int

  /// A page that ends at `through`.
  public init(records: [EncodedRecord] = [], through: Int64, looked: Int = 0) {
    self.records = records
    self.through = through
    self.looked = looked
  }

  /// Adds a gap behind those there are.
  public mutating func add(_ gap: Gap) {
    if let last = gaps.last, last.to + 1 == gap.from, sameBytes(last.cause, gap.cause) {
      gaps[gaps.count - 1].to = gap.to
    } else {
      gaps.append(gap)
    }
  }
}

/// The limits of one page of records. A page ends at the first limit that it reaches, wherever that is.
public struct PageLimits: Sendable, Equatable {
  /// The most records.
  public var records: Int
  /// The bytes of records after which the page ends.
  public var bytes: Int
  /// The time after which the page ends, whatever has been found; nil: no limit.
  public var time: Duration?

  /// Limits of a page.
  public init(records: Int, bytes: Int = 1 << 18, time: Duration? = nil) {
    self.records = records
    self.bytes = bytes
    self.time = time
  }
}
