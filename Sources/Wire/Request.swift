// SPDX-License-Identifier: Apache-2.0

/// What a client asks, one JSON object a line.
public enum Request: Sendable, Equatable {
  /// Records after a cursor as they come, until the connection ends.
  case follow(Follow)
  /// One batch of records after a cursor.
  case read(Read)
  /// The records of an item, a lot, a logistic unit or a kind of item.
  case trace(Trace)
  /// Anything that is answered by one line at once.
  case ask(Question)
  /// Anything that changes something, answered by one line once that is done.
  case order(Order)
}

extension Request {
  /// The longest request line the server takes, in bytes without the line end.
  public static let maximumLength = 65_536

  /// Where to begin.
  public enum Start: Sendable, Equatable {
    /// With what is recorded from now on.
    case now
    /// With the oldest record there is.
    case start
    /// With the record after this cursor.
    case cursor(Int64)
  }

  /// The parts of a `follow`.
  public struct Follow: Sendable, Equatable {
    /// Where to begin; with a subscriber's name only where one of that name is made, nil: at the start.
    public var after: Start?
    /// Goes on where this subscriber has last acknowledged.
    public var subscriber: String?
    /// The journal that the cursor belongs to; the server refuses when it has another one.
    public var journal: String?
    /// Which records to send.
    public var filter: RecordFilter

    /// A request for the records after `after`, or for those that `subscriber` has not acknowledged.
    public init(
      after: Start?, subscriber: String? = nil, journal: String? = nil,
      filter: RecordFilter = RecordFilter()
    ) {
      self.after = after
      self.subscriber = subscriber
      self.journal = journal
      self.filter = filter
    }
  }

  /// The parts of a `read`.
  public struct Read: Sendable, Equatable {
    /// Where to begin.
    public var after: Start
    /// The journal that the cursor belongs to; the server refuses when it has another one.
    public var journal: String?
    /// The most records to answer with, 1 to 1,000.
    public var limit: Int
    /// How long the server may wait for a first record, 0 to 60,000 ms.
    public var waitMilliseconds: Int
    /// Which records to answer with.
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

  /// The parts of a `trace`: at least one of the keys, all of which a record must match.
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

    /// A request for the records of what the keys name.
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

/// Which records a client wants; an empty list wants all.
public struct RecordFilter: Sendable, Equatable {
  /// Only these verdicts.
  public var verdicts: [Verdict] = []
  /// Only these stations.
  public var stations: [String] = []
  /// Only these steps.
  public var steps: [String] = []
  /// Only accepted records of these GTINs.
  public var gtins: [String] = []
  /// Only accepted records of these lots.
  public var lots: [String] = []
  /// Only accepted records of these serials.
  public var serials: [String] = []
  /// Only records of this moment or later.
  public var since: Timestamp?
  /// Only records before this moment.
  public var until: Timestamp?

  /// Every record.
  public init() {}

  /// Whether every record passes.
  public var isEmpty: Bool { self == RecordFilter() }
}

/// What the server answers to a request it does not carry out.
public struct RequestError: Error, Sendable, Equatable {
  /// What is wrong, for programs: `unknown-field`, `cursor-ahead` …
  public var code: String
  /// What is wrong and what to do, for people.
  public var text: String

  /// An error of that code.
  public init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }
}
