// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `subscribers`: the named subscribers.
  public struct Subscribers: Sendable, Equatable {
    /// The request.
    public init() {}
  }

  /// `acknowledge`: a subscriber has dealt with all records up to a cursor.
  public struct Acknowledge: Sendable, Equatable {
    /// The subscriber's name.
    public var subscriber: String
    /// The last record that it has dealt with.
    public var cursor: Int64
    /// The journal that the cursor belongs to; the server refuses another one.
    public var journal: String?

    /// An acknowledgement.
    public init(subscriber: String, cursor: Int64, journal: String? = nil) {
      self.subscriber = subscriber
      self.cursor = cursor
      self.journal = journal
    }
  }

  /// `forgetSubscriber`: the place of a subscriber is to be forgotten.
  public struct ForgetSubscriber: Sendable, Equatable {
    /// The subscriber's name.
    public var subscriber: String

    /// A request to forget a subscriber.
    public init(subscriber: String) {
      self.subscriber = subscriber
    }
  }
}

extension Request.Subscribers: AnsweredRequest {
  public typealias Answer = SubscriberList
  public static let name = Request.Name.subscribers
  public var request: Request { .query(.subscribers(self)) }
  public static let schema = ObjectSchema { Request.Subscribers() }
}

extension AnsweredRequest where Self == Request.Subscribers {
  /// The named subscribers.
  public static var subscribers: Self { Self() }
}

extension Request.Acknowledge: AnsweredRequest {
  public typealias Answer = SubscriberPlace
  public static let name = Request.Name.acknowledge
  public static let answerName: String? = "acknowledged"
  public var request: Request { .command(.acknowledge(self)) }

  public static let schema = ObjectSchema(
    Self.init(subscriber:cursor:journal:),
    .required("subscriber", \.subscriber, .subscriberName, "The subscriber's name."),
    .required("cursor", \.cursor, .count, "The last record that it has dealt with."),
    .optional("journal", \.journal, .journalID, "The journal that the cursor belongs to."))
}

extension Request.ForgetSubscriber: AnsweredRequest {
  public typealias Answer = SubscriberPlace
  public static let name = Request.Name.forgetSubscriber
  public var request: Request { .command(.forgetSubscriber(self)) }

  public static let schema = ObjectSchema(
    Self.init(subscriber:),
    .required("subscriber", \.subscriber, .subscriberName, "The subscriber's name."))
}

/// The answer to `acknowledge` and `forgetSubscriber`.
public struct SubscriberPlace: Sendable, Equatable, WireObject {
  /// The subscriber's name.
  public var subscriber: String
  /// The cursor that it has acknowledged.
  public var cursor: Int64

  /// A place.
  public init(subscriber: String, cursor: Int64) {
    self.subscriber = subscriber
    self.cursor = cursor
  }

  public static let schema = ObjectSchema(
    Self.init(subscriber:cursor:),
    .required("subscriber", \.subscriber, .text, "The subscriber's name."),
    .required("cursor", \.cursor, .count, "The cursor that it has acknowledged."))
}

/// The answer to `subscribers`.
public struct SubscriberList: Sendable, Equatable, WireObject {
  /// The newest record.
  public var head: Int64
  /// The subscribers, by name.
  public var subscribers: [SubscriberInfo]

  /// A list.
  public init(head: Int64, subscribers: [SubscriberInfo]) {
    self.head = head
    self.subscribers = subscribers
  }

  public static let schema = ObjectSchema(
    Self.init(head:subscribers:),
    .required("head", \.head, .count, "The newest record."),
    .required("subscribers", \.subscribers, .list(of: .object), "The subscribers, by name."))
}

/// A named subscriber.
public struct SubscriberInfo: Sendable, Equatable {
  /// The name.
  public var name: String
  /// The user that it belongs to.
  public var uid: UInt32
  /// The name of that user.
  public var user: String
  /// The cursor that it has acknowledged.
  public var acknowledged: Int64
  /// The number of records that it has not acknowledged.
  public var lag: Int64
  /// The time when it was made.
  public var created: Timestamp
  /// The time of its last follow or acknowledgement.
  public var seen: Timestamp

  /// A subscriber.
  public init(
    name: String, uid: UInt32, user: String, acknowledged: Int64, lag: Int64, created: Timestamp,
    seen: Timestamp
  ) {
    self.name = name
    self.uid = uid
    self.user = user
    self.acknowledged = acknowledged
    self.lag = lag
    self.created = created
    self.seen = seen
  }
}

extension SubscriberInfo: WireObject {
  public static let schema = ObjectSchema(
    Self.init(name:uid:user:acknowledged:lag:created:seen:),
    .required("name", \.name, .text, "The name."),
    .required("uid", \.uid, .count, "The user that it belongs to."),
    .required("user", \.user, .text, "The name of that user."),
    .required("acknowledged", \.acknowledged, .count, "The cursor that it has acknowledged."),
    .required("lag", \.lag, .count, "The number of records that it has not acknowledged."),
    .required("created", \.created, .time, "The time when it was made."),
    .required("seen", \.seen, .time, "The time of its last follow or acknowledgement."))
}
