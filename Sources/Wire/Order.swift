// SPDX-License-Identifier: Apache-2.0

// What changes something. Most of it is for administrators: whoever may lift a recall decides what
// leaves the house. How far a subscriber has come is its own affair.

extension Request {
  /// What is to be changed; the answer comes once it is durable, under the order's name.
  public enum Order: Sendable, Equatable {
    /// A subscriber has dealt with all records up to a cursor.
    case acknowledge(subscriber: String, cursor: Int64, journal: String?)
    /// A subscriber's place is to be forgotten.
    case forget(subscriber: String)
    /// Items are to be added or replaced.
    case setItems(ItemBatch)
    /// An item is to be removed.
    case removeItem(gtin: String)
    /// Damaged items and recalls are to be set aside, and to begin anew without any.
    case beginItemsAnew
    /// Goods are to be recalled.
    case addRecall(gtin: String?, lot: String?, serial: String?, reason: String)
    /// A recall is to be lifted.
    case liftRecall(number: Int64)
    /// Somebody has looked after exceptions.
    case resolve(cursors: [Int64], note: String)
    /// A copy of the journal is to be made, sent or removed.
    case backup(Backup)
  }

  /// Items to set: all of them or none, however many requests they take.
  ///
  /// The parts of one batch are numbered from 0; with the last one all of them are set.
  public struct ItemBatch: Sendable, Equatable {
    /// The items of this part, at most 500.
    public var items: [ItemFields]
    /// What the client calls the batch; nil where there is one part only.
    public var batch: String?
    /// The number of this part.
    public var part: Int
    /// Whether more parts come.
    public var more: Bool

    /// The most items in one part.
    public static let limit = 500

    /// A part of a batch.
    public init(items: [ItemFields], batch: String? = nil, part: Int = 0, more: Bool = false) {
      self.items = items
      self.batch = batch
      self.part = part
      self.more = more
    }
  }

  /// What can be asked of a backup.
  public enum Backup: Sendable, Equatable {
    /// Begin a copy of the journal as it is.
    case begin
    /// How far the copy has come.
    case progress(id: String)
    /// Some bytes of the copy, once it is whole.
    case read(id: String, offset: Int64)
    /// Remove the copy.
    case end(id: String)
  }
}

/// An item as it stands in a request; what the fields hold is looked at by whoever sets it.
public struct ItemFields: Sendable, Equatable {
  /// The GTIN.
  public var gtin: String
  /// What people call it.
  public var name: String?
  /// `serial`, `lot`, `both` or `any`.
  public var policy: String
  /// What its own checks lead to (`reject`, `note`, `off`), by the names in `checkNames`.
  public var checks: [String: String]

  /// The checks that an item can have of its own.
  public static let checkNames = [
    "serialRepeated", "lotConflict", "expiryConflict", "expired", "recalled",
  ]

  /// An item.
  public init(gtin: String, name: String? = nil, policy: String, checks: [String: String] = [:]) {
    self.gtin = gtin
    self.name = name
    self.policy = policy
    self.checks = checks
  }
}

extension Request.Order {
  /// The names of all orders.
  static let names = [
    "acknowledge", "forgetSubscriber", "setItems", "removeItem", "beginItemsAnew", "addRecall",
    "liftRecall", "resolve", "backup",
  ]

  /// The key under which it is given.
  public var name: StaticString {
    switch self {
    case .acknowledge: "acknowledge"
    case .forget: "forgetSubscriber"
    case .setItems: "setItems"
    case .removeItem: "removeItem"
    case .beginItemsAnew: "beginItemsAnew"
    case .addRecall: "addRecall"
    case .liftRecall: "liftRecall"
    case .resolve: "resolve"
    case .backup: "backup"
    }
  }

  /// The key under which it is answered.
  public var answerName: StaticString {
    if case .acknowledge = self { "acknowledged" } else { name }
  }

  /// Whether only an administrator may give it.
  public var isAdministrative: Bool {
    if case .acknowledge = self { false } else { true }
  }
}
