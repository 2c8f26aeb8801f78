// SPDX-License-Identifier: Apache-2.0

// A journal is looked through page by page, each page in a short transaction that also reads the row of the
// journal: the daemon may append and remove records meanwhile. The end is the newest record there was at
// the beginning. The hash of a record is compared with one made of the stored hash before it, so one
// altered record is one finding and not the end of the chain.

/// The result of looking through the records of a journal.
public struct JournalVerification: Sendable, Equatable {
  /// The journal's uuid.
  public internal(set) var journal = ""
  /// The schema version of the file; before version 5 records have neither sums nor hashes.
  public internal(set) var schema = 0
  /// The oldest and the newest cursor looked for; `oldest` is `head + 1` where there are no records.
  public internal(set) var oldest: Int64 = 1
  /// The newest cursor looked for.
  public internal(set) var head: Int64 = 0
  /// The number of records that were read.
  public internal(set) var records: Int64 = 0
  /// Records whose checksum is wrong or missing, or that cannot be read.
  public internal(set) var damaged = CursorRanges()
  /// Cursors without a record.
  public internal(set) var missing = CursorRanges()
  /// Records whose checksum is right and whose hash is wrong or missing: somebody changed or replaced them.
  public internal(set) var altered = CursorRanges()
  /// Records of an earlier version that have no checksum yet.
  public internal(set) var unsummed = CursorRanges()
  /// The number of records whose hash is right.
  public internal(set) var chained: Int64 = 0
  /// The cursor after which the chain of hashes begins.
  public internal(set) var chainBase: Int64 = 0
  /// The hash of the record `head`, in hexadecimal; empty if it has none.
  public internal(set) var hash = ""
  /// True if the hash that the journal keeps beside its newest cursor is that of the newest record.
  public internal(set) var endsInHash = true
  /// The noted hash that was looked for; nil if there was none.
  public internal(set) var noted: NotedHash?

  /// True if nothing is wrong with the journal, and the noted hash is in its chain.
  public var isSound: Bool {
    damaged.isEmpty && missing.isEmpty && altered.isEmpty && endsInHash
      && noted.map { $0.cursor != nil } ?? true
  }
}

/// A hash that an auditor noted, and the record that has it.
public struct NotedHash: Sendable, Equatable {
  /// The hash in hexadecimal, as it was given.
  public let hash: String
  /// The cursor of the record that has it; nil if none has.
  public internal(set) var cursor: Int64?

  let bytes: [UInt8]

  /// A hash of 64 hexadecimal digits; nil if it is not one.
  public init?(_ text: String) {
    let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == 2 * RecordHash.length, digits.count == text.utf8.count else {
      return nil
    }
    hash = text
    bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}

/// Ranges of cursors, ascending; the first ones are kept, the others counted.
public struct CursorRanges: Sendable, Equatable {
  /// The most ranges that are kept.
  static let most = 1000

  /// The first ranges.
  public private(set) var ranges: [ClosedRange<Int64>] = []
  /// The number of cursors in all ranges.
  public private(set) var count: Int64 = 0

  /// True if there is none.
  public var isEmpty: Bool { count == 0 }

  mutating func add(_ range: ClosedRange<Int64>) {
    let (more, isTooMany) = range.upperBound.subtractingReportingOverflow(range.lowerBound - 1)
    let (sum, overflow) = count.addingReportingOverflow(more)
    count = isTooMany || overflow ? .max : sum
    if let last = ranges.last, last.upperBound + 1 == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound...range.upperBound
    } else if ranges.count < Self.most {
      ranges.append(range)
    }
  }

  mutating func add(_ cursor: Int64) { add(cursor...cursor) }
}
