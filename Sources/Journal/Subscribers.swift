// SPDX-License-Identifier: Apache-2.0

// A named subscriber is a row: how far a program has come that lets the journal remember it. Retention
// keeps what it has not acknowledged, so a name belongs to one user, and a user has few of them.

import Wire

/// A program whose place in the journal is remembered.
public struct Subscriber: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// The user that it belongs to.
  public let uid: UInt32
  /// It has dealt with all records up to here.
  public let cursor: Int64
  /// When it first followed.
  public let created: Timestamp
  /// When it last followed or acknowledged.
  public let seen: Timestamp
}

/// Who asks about a subscriber.
public struct SubscriberUser: Sendable, Equatable {
  /// The user.
  public var uid: UInt32
  /// Whether the user may act for every other one.
  public var isAdministrator: Bool

  /// A user.
  public init(uid: UInt32, isAdministrator: Bool) {
    self.uid = uid
    self.isAdministrator = isAdministrator
  }

  /// The most names that belong to one user.
  public static let mostNames = 32
}

/// Why a subscriber cannot go on.
public enum SubscriberError: Error, Sendable, Equatable {
  /// There is none of that name.
  case unknown(String)
  /// It belongs to another user.
  case foreign(String)
  /// The user has as many names as a user may have.
  case tooMany
  /// The cursor is beyond the newest record.
  case ahead(Int64, head: Int64)
  /// The cursor is one of another journal.
  case otherJournal(String)
  /// It cannot be written.
  case journal(JournalError)
}

extension SubscriberError: CustomStringConvertible {
  /// One sentence that says what is wrong.
  public var description: String {
    switch self {
    case .unknown(let name):
      "There is no subscriber \"\(name)\"; the first \"follow\" under a name makes it."
    case .foreign(let name):
      "The subscriber \"\(name)\" belongs to another user; choose another name."
    case .tooMany:
      "You have \(SubscriberUser.mostNames) subscribers, which is the limit; "
        + "\"scanctl subscribers forget\" removes one."
    case .ahead(let cursor, let head):
      "The newest record is \(head); \(cursor) is none of this journal's cursors."
    case .otherJournal(let journal):
      "The journal is \(journal) now; a cursor of another journal means nothing in it."
    case .journal(let error): error.description
    }
  }
}

extension ScanJournal {
  /// All subscribers by their names.
  public func subscribers() throws(SQLiteError) -> [Subscriber] {
    try reading { reader, _ throws(SQLiteError) in try reader.subscribers() }
  }

  /// Where a subscriber goes on; makes it if there is none of that name.
  ///
  /// - Parameters:
  ///   - after: where it begins if it is made; nil: before the oldest record.
  ///   - then: is told the cursor that it has acknowledged, on any thread.
  public func resume(
    _ name: String, after: Int64?, by user: SubscriberUser,
    then: @escaping @Sendable (Result<Int64, SubscriberError>) -> Void
  ) {
    // A disk that is full keeps nobody from going on where they were.
    let known = try? reading { reader, _ throws(SQLiteError) in try reader.subscriber(name) }
    if let known = known ?? nil {
      let isAllowed = user.isAllowed(known)
      if isAllowed { touch(name) }
      return then(isAllowed ? .success(known.cursor) : .failure(.foreign(name)))
    }
    let now = wallClock()
    change(then) { database throws(SQLiteError) in
      try database.makeSubscriber(name, after: after, by: user, now: now)
    }
  }

  /// Notes that a subscriber has dealt with all records up to `cursor`; a lower one changes nothing.
  ///
  /// - Parameters:
  ///   - uuid: the journal that the cursor belongs to, if the subscriber says so.
  ///   - then: is told the cursor that it has acknowledged by now, on the writer's thread.
  public func acknowledge(
    _ name: String, _ cursor: Int64, of uuid: String?, by user: SubscriberUser,
    then: @escaping @Sendable (Result<Int64, SubscriberError>) -> Void
  ) {
    let now = wallClock()
    change(then) { database throws(SQLiteError) in
      try database.acknowledge(name, cursor, of: uuid, by: user, now: now)
    }
  }

  /// Forgets a subscriber.
  ///
  /// - Parameter then: is told what it had acknowledged, on the writer's thread.
  public func forget(
    _ name: String, then: @escaping @Sendable (Result<Int64, SubscriberError>) -> Void
  ) {
    change(then) { database throws(SQLiteError) in
      let remove = try database.prepare("DELETE FROM subscriber WHERE name = ? RETURNING cursor")
      try remove.bind(1, name)
      guard try remove.step() else { return .failure(.unknown(name)) }
      return .success(remove.integer(0))
    }
  }

  private func change(
    _ then: @escaping @Sendable (Result<Int64, SubscriberError>) -> Void,
    _ work: @escaping @Sendable (Database) throws(SQLiteError) -> Result<Int64, SubscriberError>
  ) {
    carryOut(work) { result in
      switch result {
      case .success(let outcome): then(outcome)
      case .failure(let error): then(.failure(.journal(error)))
      }
    }
  }

  /// Notes that a subscriber is alive; nobody waits for it.
  private func touch(_ name: String) {
    let now = wallClock()
    write { database throws(SQLiteError) in
      try database.touch(name, now)
    } then: { _ in
    }
  }
}

extension SubscriberUser {
  fileprivate func isAllowed(_ subscriber: Subscriber) -> Bool {
    isAdministrator || uid == subscriber.uid
  }
}

extension Reader {
  func subscribers() throws(SQLiteError) -> [Subscriber] {
    let rows = try prepared("SELECT \(subscriberColumns) FROM subscriber ORDER BY name")
    defer { rows.reset() }
    var subscribers: [Subscriber] = []
    while try rows.step() { subscribers.append(rows.subscriber()) }
    return subscribers
  }

  fileprivate func subscriber(_ name: String) throws(SQLiteError) -> Subscriber? {
    let find = try prepared(findSubscriberSQL)
    defer { find.reset() }
    try find.bind(1, name)
    return try find.step() ? find.subscriber() : nil
  }
}

extension Database {
  fileprivate func subscriber(_ name: String) throws(SQLiteError) -> Subscriber? {
    let find = try prepare(findSubscriberSQL)
    try find.bind(1, name)
    return try find.step() ? find.subscriber() : nil
  }

  fileprivate func makeSubscriber(
    _ name: String, after: Int64?, by user: SubscriberUser, now: Timestamp
  ) throws(SQLiteError) -> Result<Int64, SubscriberError> {
    // Two connections may have asked at the same time.
    if let known = try subscriber(name) {
      return user.isAllowed(known) ? .success(known.cursor) : .failure(.foreign(name))
    }
    let names =
      Int(
        try value("SELECT count(*) FROM subscriber WHERE uid = \(user.uid)") ?? "") ?? 0
    guard names < SubscriberUser.mostNames else { return .failure(.tooMany) }
    let cursor = if let after { after } else { try readHeader().oldest - 1 }
    let insert = try prepare("INSERT INTO subscriber VALUES (?, ?, ?, ?, ?)")
    try insert.bind(1, name)
    try insert.bind(2, Int64(user.uid))
    try insert.bind(3, cursor)
    try insert.bind(4, now.microseconds)
    try insert.bind(5, now.microseconds)
    try insert.run()
    return .success(cursor)
  }

  fileprivate func acknowledge(
    _ name: String, _ cursor: Int64, of uuid: String?, by user: SubscriberUser, now: Timestamp
  ) throws(SQLiteError) -> Result<Int64, SubscriberError> {
    guard let known = try subscriber(name) else { return .failure(.unknown(name)) }
    guard user.isAllowed(known) else { return .failure(.foreign(name)) }
    let head = try readHeader()
    if let uuid, uuid != head.uuid { return .failure(.otherJournal(head.uuid)) }
    guard cursor <= head.cursor else { return .failure(.ahead(cursor, head: head.cursor)) }
    guard cursor > known.cursor else { return .success(known.cursor) }
    let update = try prepare("UPDATE subscriber SET cursor = ?, seen = ? WHERE name = ?")
    try update.bind(1, cursor)
    try update.bind(2, now.microseconds)
    try update.bind(3, name)
    try update.run()
    return .success(cursor)
  }

  fileprivate func touch(_ name: String, _ now: Timestamp) throws(SQLiteError) {
    let update = try prepare("UPDATE subscriber SET seen = ? WHERE name = ?")
    try update.bind(1, now.microseconds)
    try update.bind(2, name)
    try update.run()
  }
}

extension Statement {
  fileprivate func subscriber() -> Subscriber {
    Subscriber(
      name: text(0) ?? "", uid: UInt32(truncatingIfNeeded: integer(1)), cursor: integer(2),
      created: Timestamp(microseconds: integer(3)), seen: Timestamp(microseconds: integer(4)))
  }
}

private let subscriberColumns = "name, uid, cursor, created, seen"

private let findSubscriberSQL = "SELECT \(subscriberColumns) FROM subscriber WHERE name = ?"
