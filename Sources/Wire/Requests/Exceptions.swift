// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `exceptions`: rejected and incomplete records, and their resolutions.
  public struct Exceptions: Sendable, Equatable {
    /// The state of exceptions.
    public enum State: String, Sendable, CaseIterable {
      /// Nobody has resolved them.
      case open
      /// Somebody has resolved them.
      case resolved
      /// Both.
      case all
    }

    /// Only those of this state.
    public var state: State
    /// Only records that pass this filter.
    public var filter: RecordFilter
    /// Only records after this cursor, to go on where an answer ended.
    public var after: Int64
    /// The most exceptions to answer with, 1 to 1,000.
    public var limit: Int

    /// A request for exceptions.
    public init(
      state: State = .open, filter: RecordFilter = RecordFilter(), after: Int64 = 0,
      limit: Int = 256
    ) {
      self.state = state
      self.filter = filter
      self.after = after
      self.limit = limit
    }
  }

  /// `resolve`: somebody has looked after exceptions.
  public struct Resolve: Sendable, Equatable {
    /// The cursors of the records.
    public var cursors: [Int64]
    /// The outcome, for people.
    public var note: String

    /// A resolution of exceptions.
    public init(cursors: [Int64], note: String) {
      self.cursors = cursors
      self.note = note
    }
  }
}

extension Request.Exceptions: AnsweredRequest {
  public typealias Answer = ExceptionList
  public static let name = Request.Name.exceptions
  public var request: Request { .query(.exceptions(self)) }

  public static let schema = ObjectSchema(
    Self.init(state:filter:after:limit:),
    .defaulted("state", \.state, .choice("state"), to: .open, "Only those of this state."),
    .inline(\.filter),
    .after(\.after),
    .limit(\.limit))
}

extension Request.Resolve: AnsweredRequest {
  public typealias Answer = ExceptionsResolved
  public static let name = Request.Name.resolve
  public var request: Request { .command(.resolve(self)) }

  public static let schema = ObjectSchema(
    Self.init(cursors:note:),
    .required(
      "cursors", \.cursors, .list(of: .anyInteger, 1...1000),
      "The cursors of the records."),
    .required("note", \.note, .text(atMost: 4096), "The outcome, for people."))
}

/// The answer to `exceptions`.
public struct ExceptionList: Sendable, Equatable {
  /// The exceptions, oldest first.
  public var exceptions: [ExceptionInfo]
  /// Every matching record up to here is in `exceptions`; go on after it.
  public var through: Int64
  /// The newest record there was.
  public var head: Int64
  /// True if there are no more.
  public var complete: Bool
  /// The number of open exceptions in the whole journal.
  public var open: Int64
  /// The matching records up to `through` that are damaged and not sent.
  public var gaps: [Gap]

  /// A list.
  public init(
    exceptions: [ExceptionInfo], through: Int64, head: Int64, complete: Bool, open: Int64,
    gaps: [Gap] = []
  ) {
    self.exceptions = exceptions
    self.through = through
    self.head = head
    self.complete = complete
    self.open = open
    self.gaps = gaps
  }
}

extension ExceptionList: WireObject {
  public static let schema = ObjectSchema(
    Self.init(exceptions:through:head:complete:open:gaps:),
    .required("exceptions", \.exceptions, .list(of: .object), "The exceptions, oldest first."),
    .required("through", \.through, .count, "Every matching record up to here has been sent."),
    .required("head", \.head, .count, "The newest record there was."),
    .required("complete", \.complete, .boolean, "True if there are no more."),
    .required("open", \.open, .count, "The number of open exceptions in the whole journal."),
    .damaged(\.gaps))
}

/// A rejected or incomplete record and its resolution.
public struct ExceptionInfo: Sendable, Equatable, WireObject {
  /// The record.
  public var record: EncodedRecord
  /// The resolution; nil while it is open.
  public var resolved: Resolution?

  /// An exception.
  public init(record: EncodedRecord, resolved: Resolution?) {
    self.record = record
    self.resolved = resolved
  }

  public static let schema = ObjectSchema(
    Self.init(record:resolved:),
    .required("record", \.record, .record, "The record."),
    .optional("resolved", \.resolved, .object, "The resolution."))
}

/// The outcome of an exception.
public struct Resolution: Sendable, Equatable, WireObject {
  /// The most bytes of a note.
  public static let longestNote = 1000

  /// The time and the author.
  public var change: Change
  /// The outcome, for people.
  public var note: String

  /// A resolution.
  public init(change: Change, note: String) {
    self.change = change
    self.note = note
  }

  public static let schema = ObjectSchema(
    Self.init(change:note:),
    .inline(\.change),
    .required("note", \.note, .text, "The outcome, for people."))
}

/// The answer to `resolve`.
public struct ExceptionsResolved: Sendable, Equatable, WireObject {
  /// The cursors of the records, in order.
  public var cursors: [Int64]
  /// Their resolution.
  public var resolved: Resolution

  /// The result.
  public init(cursors: [Int64], resolved: Resolution) {
    self.cursors = cursors
    self.resolved = resolved
  }

  public static let schema = ObjectSchema(
    Self.init(cursors:resolved:),
    .required("cursors", \.cursors, .list(of: .count), "The cursors of the records, in order."),
    .required("resolved", \.resolved, .object, "Their resolution."))
}
