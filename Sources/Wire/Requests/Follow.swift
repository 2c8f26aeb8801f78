// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// The place to begin at.
  public enum Start: Sendable, Equatable {
    /// The records from now on.
    case now
    /// The oldest record there is.
    case start
    /// The record after this cursor.
    case cursor(Int64)
  }

  /// `follow`: the records after a cursor as they come.
  public struct Follow: Sendable, Equatable {
    /// The place to begin at; a subscriber that is known goes on where it acknowledged.
    public var after: Start?
    /// The name of the subscriber whose place the journal keeps.
    public var subscriber: String?
    /// The journal that the cursor belongs to; the server refuses another one.
    public var journal: String?
    /// The records to send.
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
}

extension Request.Follow: AnsweredRequest {
  public typealias Answer = Following
  public static let name = Request.Name.follow
  public static let answerName: String? = "following"
  public var request: Request { .follow(self) }

  public static let schema = ObjectSchema(
    Self.init(after:subscriber:journal:filter:),
    .optional(
      "after", \.after, .start,
      "The place to begin at; without \"subscriber\" it is required."),
    .optional(
      "subscriber", \.subscriber, .subscriberName,
      "The name of the subscriber whose place the journal keeps."),
    .optional("journal", \.journal, .journalID, "The journal that the cursor belongs to."),
    .inline(\.filter)
  ).checked { follow throws(RequestError) in
    guard follow.after == nil, follow.subscriber == nil else { return }
    throw RequestError(
      .missingField,
      "\"follow\" needs \"after\" (a cursor, \"now\" or \"start\") or \"subscriber\".")
  }
}

/// The answer to `follow`: the place where it begins.
public struct Following: Sendable, Equatable, WireObject {
  /// The cursor that `now` or `start` meant.
  public var after: Int64
  /// The journal that it belongs to.
  public var journal: String

  /// A follow that begins after a cursor.
  public init(after: Int64, journal: String) {
    self.after = after
    self.journal = journal
  }

  public static let schema = ObjectSchema(
    Self.init(after:journal:),
    .required("after", \.after, .count, "The cursor that \"now\" or \"start\" meant."),
    .required("journal", \.journal, .text, "The journal that the cursor belongs to."))
}

extension ValueType where Value == Request.Start {
  /// A cursor, `"now"` or `"start"`.
  static let start = ValueType(
    description: .either([.integer(0...Int64.max), .choice(["now", "start"])]),
    read: { value, place throws(RequestError) in
      switch value {
      case .string(let word) where sameBytes(word, "now"): return .now
      case .string(let word) where sameBytes(word, "start"): return .start
      case .integer(let cursor) where cursor >= 0: return .cursor(cursor)
      default: throw place.bad("must be a cursor (0 or more), \"now\" or \"start\"")
      }
    },
    write: { start, json in
      switch start {
      case .now: json.string("now")
      case .start: json.string("start")
      case .cursor(let cursor): json.number(cursor)
      }
    })
}
