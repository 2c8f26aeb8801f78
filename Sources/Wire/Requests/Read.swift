// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `read`: one batch of records after a cursor.
  public struct Read: Sendable, Equatable {
    /// The place to begin at.
    public var after: Start
    /// The journal that the cursor belongs to; the server refuses another one.
    public var journal: String?
    /// The most records to answer with, 1 to 1,000.
    public var limit: Int
    /// The time that the server may wait for a first record, 0 to 60,000 ms.
    public var waitMilliseconds: Int
    /// The records to answer with.
    public var filter: RecordFilter

    /// A request for at most `limit` records after `after`.
    public init(
      after: Start, journal: String? = nil, limit: Int = 256, waitMilliseconds: Int = 0,
      filter: RecordFilter = RecordFilter()
    ) {
      self.after = after
      self.journal = journal
      self.limit = limit
      self.waitMilliseconds = waitMilliseconds
      self.filter = filter
    }
  }
}

extension Request.Read: AnsweredRequest {
  public typealias Answer = RecordBatch
  public static let name = Request.Name.read
  /// The batch stands in the line itself.
  public static let answerName: String? = nil
  public var request: Request { .read(self) }

  public static let schema = ObjectSchema(
    Self.init(after:journal:limit:waitMilliseconds:filter:),
    .defaulted("after", \.after, .start, to: .start, "The place to begin at."),
    .optional("journal", \.journal, .journalID, "The journal that the cursor belongs to."),
    .limit(\.limit),
    .defaulted(
      "waitMilliseconds", \.waitMilliseconds, .integer(0...60_000), to: 0,
      "The time to wait for a first record."),
    .inline(\.filter))
}

/// The answer to `read`.
public struct RecordBatch: Sendable, Equatable, WireObject {
  /// The records, oldest first.
  public var records: [EncodedRecord]
  /// Every matching record up to here is in `records`; go on after it.
  public var through: Int64
  /// The newest record there was.
  public var head: Int64
  /// The records missing or damaged before the first of them.
  public var gap: Gap?

  /// A batch that ends at `through`.
  public init(records: [EncodedRecord], through: Int64, head: Int64, gap: Gap? = nil) {
    self.records = records
    self.through = through
    self.head = head
    self.gap = gap
  }

  public static let schema = ObjectSchema(
    Self.init(records:through:head:gap:),
    .required("records", \.records, .list(of: .record), "The records, oldest first."),
    .required("through", \.through, .count, "Every matching record up to here has been sent."),
    .required("head", \.head, .count, "The newest record there was."),
    .optional("gap", \.gap, .object, "The records before them that are not sent."))
}

/// Records that were asked for and are not sent: they are no longer there, or damaged.
public struct Gap: Sendable, Equatable, WireObject {
  /// The first cursor that is missing.
  public var from: Int64
  /// The last cursor that is missing.
  public var to: Int64
  /// The reason: `retention`, `record-damaged`.
  public var cause: String

  /// The cause of records that retention has removed.
  public static let retention = "retention"
  /// The cause of records that are lost or whose checksum is wrong.
  public static let damage = "record-damaged"

  /// The cursors from `from` to `to`.
  public init(from: Int64, to: Int64, cause: String = Gap.retention) {
    self.from = from
    self.to = to
    self.cause = cause
  }

  /// The part of the gap after a cursor; nil if there is none.
  public func after(_ cursor: Int64) -> Gap? {
    to > cursor ? Gap(from: max(from, cursor + 1), to: to, cause: cause) : nil
  }

  /// The records missing between `cursor` and the oldest record; nil if none is.
  public init?(after cursor: Int64, oldest: Int64) {
    guard oldest > cursor + 1 else { return nil }
    self.init(from: cursor + 1, to: oldest - 1)
  }

  public static let schema = ObjectSchema(
    Self.init(from:to:cause:),
    .required("from", \.from, .count, "The first cursor that is missing."),
    .required("to", \.to, .count, "The last cursor that is missing."),
    .required("cause", \.cause, .text, "The reason: retention, record-damaged."))
}

extension Field where Value == [Gap] {
  /// The records that an answer lacks because they are damaged.
  static func damaged(_ value: @escaping @Sendable (Object) -> [Gap]) -> Field {
    .defaulted(
      "gaps", value, .list(of: .object), to: [], "The records up to there that are damaged.")
  }
}

extension Field where Value == Int {
  /// The most things to answer with.
  static func limit(_ value: @escaping @Sendable (Object) -> Int) -> Field {
    .defaulted("limit", value, .integer(1...1000), to: 256, "The most to answer with.")
  }
}

extension Field where Value == Int64 {
  /// The cursor or number to go on after.
  static func after(_ value: @escaping @Sendable (Object) -> Int64) -> Field {
    .defaulted("after", value, .count, to: 0, "The last cursor or number of the answer before.")
  }
}
