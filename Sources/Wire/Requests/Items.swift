// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `items`: items by their GTINs.
  public struct Items: Sendable, Equatable {
    /// Only this GTIN, 14 digits.
    public var gtin: String?
    /// Only GTINs after this one, to go on where an answer ended.
    public var after: String
    /// The most items to answer with, 1 to 1,000.
    public var limit: Int

    /// A request for items.
    public init(gtin: String? = nil, after: String = "", limit: Int = 256) {
      self.gtin = gtin
      self.after = after
      self.limit = limit
    }
  }

  /// `setItems`: items to add or replace, all or none, in as many requests as they take.
  ///
  /// The parts of one batch are numbered from 0; with the last one all of them are set.
  public struct SetItems: Sendable, Equatable {
    /// The most items in one part.
    public static let limit = 500

    /// The items of this part, at most 500.
    public var items: [ItemFields]
    /// The client's name for the batch; nil where there is one part only.
    public var batch: String?
    /// The number of this part.
    public var part: Int
    /// True if more parts follow.
    public var more: Bool

    /// A part of a batch.
    public init(items: [ItemFields], batch: String? = nil, part: Int = 0, more: Bool = false) {
      self.items = items
      self.batch = batch
      self.part = part
      self.more = more
    }
  }

  /// `removeItem`: an item to remove.
  public struct RemoveItem: Sendable, Equatable {
    /// The GTIN.
    public var gtin: String

    /// A request to remove an item.
    public init(gtin: String) {
      self.gtin = gtin
    }
  }

  /// `beginItemsAnew`: damaged items and recalls are to be set aside, and to begin anew without any.
  public struct BeginItemsAnew: Sendable, Equatable {
    /// The request.
    public init() {}
  }
}

extension Request.Items: AnsweredRequest {
  public typealias Answer = ItemList
  public static let name = Request.Name.items
  public var request: Request { .query(.items(self)) }

  public static let schema = ObjectSchema(
    Self.init(gtin:after:limit:),
    .optional("gtin", \.gtin, .gtin, "Only this GTIN, 14 digits."),
    .defaulted("after", \.after, .gtin, to: "", "Only GTINs after this one."),
    .limit(\.limit))
}

extension AnsweredRequest where Self == Request.Items {
  /// Items by their GTINs.
  public static func items(gtin: String? = nil, after: String = "", limit: Int = 256) -> Self {
    Self(gtin: gtin, after: after, limit: limit)
  }
}

extension Request.SetItems: AnsweredRequest {
  public typealias Answer = ItemsSet
  public static let name = Request.Name.setItems
  public var request: Request { .command(.setItems(self)) }

  public static let schema = ObjectSchema(
    Self.init(items:batch:part:more:),
    .defaulted(
      "items", \.items, .list(of: .object, 0...limit), to: [], "The items of this part."),
    .optional("batch", \.batch, .text(atMost: 64), "The client's name for a batch of parts."),
    .defaulted("part", \.part, .integer(0...1_000_000), to: 0, "The number of this part."),
    .defaulted("more", \.more, .boolean, to: false, "True if more parts follow.")
  ).checked { set throws(RequestError) in
    guard set.batch == nil, set.more || set.part > 0 else { return }
    throw RequestError(.missingField, "A batch of several parts needs \"batch\", its name.")
  }
}

extension Request.RemoveItem: AnsweredRequest {
  public typealias Answer = ItemRemoved
  public static let name = Request.Name.removeItem
  public var request: Request { .command(.removeItem(self)) }

  public static let schema = ObjectSchema(
    Self.init(gtin:), .required("gtin", \.gtin, .gtin, "The GTIN."))
}

extension Request.BeginItemsAnew: AnsweredRequest {
  public typealias Answer = ItemsSetAside
  public static let name = Request.Name.beginItemsAnew
  public var request: Request { .command(.beginItemsAnew(self)) }
  public static let schema = ObjectSchema { Request.BeginItemsAnew() }
}

/// An item as it stands in a request; the fields are checked when it is set.
public struct ItemFields: Sendable, Equatable {
  /// The checks that an item can have of its own.
  public static let checkNames = [
    "serialRepeated", "lotConflict", "expiryConflict", "expired", "recalled",
  ]

  /// The GTIN.
  public var gtin: String
  /// The name of the item for people.
  public var name: String?
  /// `serial`, `lot`, `both` or `any`.
  public var policy: String
  /// The consequences of its own checks (`reject`, `note`, `off`), by the names in `checkNames`.
  public var checks: [String: String]

  /// An item.
  public init(gtin: String, name: String? = nil, policy: String, checks: [String: String] = [:]) {
    self.gtin = gtin
    self.name = name
    self.policy = policy
    self.checks = checks
  }
}

extension ItemFields: WireObject {
  public static let schema = ObjectSchema(
    { gtin, name, policy, repeated, lot, expiry, expired, recalled in
      let values = [repeated, lot, expiry, expired, recalled]
      let checks = zip(checkNames, values).compactMap { name, value in value.map { (name, $0) } }
      return ItemFields(
        gtin: gtin, name: name, policy: policy, checks: Dictionary(uniqueKeysWithValues: checks))
    },
    .required("gtin", \.gtin, .gtin, "The GTIN."),
    .optional("name", \.name, .text(atMost: 4096), "The name of the item for people."),
    .required("policy", \.policy, .text(atMost: 64), "serial, lot, both or any."),
    check(0, "The consequence of a serial that comes again: reject, note or off."),
    check(1, "The consequence of a serial with another lot: reject, note or off."),
    check(2, "The consequence of a lot with another expiry: reject, note or off."),
    check(3, "The consequence of an expiry that is past: reject, note or off."),
    check(4, "The consequence of a recall: reject, note or off."))

  private static func check(_ index: Int, _ meaning: String) -> Field<ItemFields, String?> {
    let name = checkNames[index]
    return .optional(name, { $0.checks[name] }, .text(atMost: 64), meaning)
  }
}

/// The answer to `items`.
public struct ItemList: Sendable, Equatable, WireObject {
  /// The items, by GTIN.
  public var items: [ItemInfo]
  /// True if there are no more.
  public var complete: Bool

  /// A list.
  public init(items: [ItemInfo], complete: Bool) {
    self.items = items
    self.complete = complete
  }

  public static let schema = ObjectSchema(
    Self.init(items:complete:),
    .required("items", \.items, .list(of: .object), "The items, by GTIN."),
    .required("complete", \.complete, .boolean, "True if there are no more."))
}

/// An item and its last change.
public struct ItemInfo: Sendable, Equatable, WireObject {
  /// The item.
  public var fields: ItemFields
  /// The last change.
  public var changed: Change

  /// An item.
  public init(fields: ItemFields, changed: Change) {
    self.fields = fields
    self.changed = changed
  }

  public static let schema = ObjectSchema(
    Self.init(fields:changed:),
    .inline(\.fields),
    .required("changed", \.changed, .object, "The last change."))
}

/// The time and the author of a change.
public struct Change: Sendable, Equatable, WireObject {
  /// The wall clock.
  public var time: Timestamp
  /// The user who made it.
  public var author: Author

  /// A change.
  public init(time: Timestamp, author: Author) {
    self.time = time
    self.author = author
  }

  public static let schema = ObjectSchema(
    Self.init(time:author:),
    .required("time", \.time, .time, "The time of the change."),
    .inline(\.author))
}

/// The user at the other end of the socket who changes something (SO_PEERCRED of unix(7)).
public struct Author: Sendable, Equatable, WireObject {
  /// The numeric user id.
  public var uid: UInt32
  /// The name that belonged to it then (getpwuid(3)).
  public var name: String

  /// A user.
  public init(uid: UInt32, name: String) {
    self.uid = uid
    self.name = name
  }

  public static let schema = ObjectSchema(
    Self.init(uid:name:),
    .required("uid", \.uid, .count, "The user id of the author."),
    .required("user", \.name, .text, "The name of that user then."))
}

/// The answer to `setItems`.
public struct ItemsSet: Sendable, Equatable, WireObject {
  /// True if the batch is complete, and so all of it is set.
  public var complete: Bool
  /// The number of items that were not there before; nil while parts are missing.
  public var added: Int?
  /// The number of items that were there, and different.
  public var changed: Int?
  /// The number of items that were there as they are.
  public var unchanged: Int?

  /// The result of one part.
  public init(complete: Bool, added: Int? = nil, changed: Int? = nil, unchanged: Int? = nil) {
    self.complete = complete
    self.added = added
    self.changed = changed
    self.unchanged = unchanged
  }

  public static let schema = ObjectSchema(
    Self.init(complete:added:changed:unchanged:),
    .required("complete", \.complete, .boolean, "True if all of the batch is set."),
    .optional("added", \.added, .count, "The number of items that were not there before."),
    .optional("changed", \.changed, .count, "The number of items that were different."),
    .optional("unchanged", \.unchanged, .count, "The number of items that were as they are."))
}

/// The answer to `removeItem`.
public struct ItemRemoved: Sendable, Equatable, WireObject {
  /// The GTIN.
  public var gtin: String
  /// False if there was no such item.
  public var removed: Bool

  /// The result.
  public init(gtin: String, removed: Bool) {
    self.gtin = gtin
    self.removed = removed
  }

  public static let schema = ObjectSchema(
    Self.init(gtin:removed:),
    .required("gtin", \.gtin, .text, "The GTIN."),
    .required("removed", \.removed, .boolean, "False if there was no such item."))
}

/// The answer to `beginItemsAnew`.
public struct ItemsSetAside: Sendable, Equatable, WireObject {
  /// The path of the file that was set aside.
  public var setAside: String
  /// The damage.
  public var cause: String

  /// The result.
  public init(setAside: String, cause: String) {
    self.setAside = setAside
    self.cause = cause
  }

  public static let schema = ObjectSchema(
    Self.init(setAside:cause:),
    .required("setAside", \.setAside, .text, "The path of the file that was set aside."),
    .required("cause", \.cause, .text, "The damage."))
}
