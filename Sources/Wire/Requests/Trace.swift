// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `trace`: the records of goods. At least one key is given; a record must match all of them.
  public struct Trace: Sendable, Equatable {
    /// AI (01), 14 digits.
    public var gtin: String?
    /// AI (10).
    public var lot: String?
    /// AI (21).
    public var serial: String?
    /// AI (00), 18 digits.
    public var sscc: String?
    /// Only records after this cursor, to go on where an answer ended.
    public var after: Int64
    /// The most records to answer with, 1 to 1,000.
    public var limit: Int

    /// A request for the records of the goods that the keys name.
    public init(
      gtin: String? = nil, lot: String? = nil, serial: String? = nil, sscc: String? = nil,
      after: Int64 = 0, limit: Int = 256
    ) {
      self.gtin = gtin
      self.lot = lot
      self.serial = serial
      self.sscc = sscc
      self.after = after
      self.limit = limit
    }
  }
}

extension Request.Trace: AnsweredRequest {
  public typealias Answer = TracedRecords
  public static let name = Request.Name.trace
  public var request: Request { .trace(self) }

  public static let schema = ObjectSchema(
    Self.init(gtin:lot:serial:sscc:after:limit:),
    .optional("gtin", \.gtin, .gtin, "AI (01), 14 digits."),
    .optional("lot", \.lot, .lot, "AI (10)."),
    .optional("serial", \.serial, .serial, "AI (21)."),
    .optional("sscc", \.sscc, .sscc, "AI (00), 18 digits."),
    .after(\.after),
    .limit(\.limit)
  ).checked { trace throws(RequestError) in
    if trace.gtin == nil, trace.lot == nil, trace.serial == nil, trace.sscc == nil {
      throw RequestError(
        .missingField, "\"trace\" needs one of \"gtin\", \"lot\", \"serial\", \"sscc\".")
    }
  }
}

/// The answer to `trace`.
public struct TracedRecords: Sendable, Equatable, WireObject {
  /// The records, oldest first.
  public var records: [EncodedRecord]
  /// Every matching record up to here is in `records`; go on after it.
  public var through: Int64
  /// The newest record there was.
  public var head: Int64
  /// True if there are no more.
  public var complete: Bool
  /// The matching records up to `through` that are damaged and not sent.
  public var gaps: [Gap]

  /// Records up to `through`.
  public init(
    records: [EncodedRecord], through: Int64, head: Int64, complete: Bool, gaps: [Gap] = []
  ) {
    self.records = records
    self.through = through
    self.head = head
    self.complete = complete
    self.gaps = gaps
  }

  public static let schema = ObjectSchema(
    Self.init(records:through:head:complete:gaps:),
    .required("records", \.records, .list(of: .record), "The records, oldest first."),
    .required("through", \.through, .count, "Every matching record up to here has been sent."),
    .required("head", \.head, .count, "The newest record there was."),
    .required("complete", \.complete, .boolean, "True if there are no more."),
    .damaged(\.gaps))
}
