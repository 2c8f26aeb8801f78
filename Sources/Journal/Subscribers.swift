// SPDX-License-Identifier: Apache-2.0

// A named subscriber is a row that remembers the cursor a program has acknowledged. Retention keeps
// every later record, so a name belongs to one user, and the names of a user are limited. The
// configuration can reserve a name (SubscriberRules.swift).

import Wire

/// A program whose acknowledged cursor the journal remembers.
public struct Subscriber: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// The user that it belongs to.
  public let uid: UInt32
  /// The acknowledged cursor: the program has dealt with all records up to it.
  public let cursor: Int64
  /// The time when it first followed.
  public let created: Timestamp
  /// The time when it last followed or acknowledged.
  public let seen: Timestamp
}

/// The user who asks about a subscriber.
public struct SubscriberUser: Sendable, Equatable {
  /// The numeric user id.
  public var uid: UInt32
  /// True if the user may act for every other user.
  public var isAdministrator: Bool

  /// A user.
  public init(uid: UInt32, isAdministrator: Bool) {
    self.uid = uid
    self.isAdministrator = isAdministrator
  }

  /// The most names that belong to one user.
  public static let mostNames = 32
}

extension JournalError {
  fileprivate static func unknownSubscriber(_ name: String) -> JournalError {
    JournalError(
      .unknownSubscriber,
      "There is no subscriber \"\(name)\"; the first \"follow\" under a name makes it.")
  }

  fileprivate static let tooManySubscribers = JournalError(
    .tooManySubscribers,
    "You have \(SubscriberUser.mostNames) subscribers, which is the limit; "
      + "\"scanctl subscribers forget\" removes one.")

  fileprivate static func cursorAhead(_ cursor: Int64, head: Int64) -> JournalError {
    JournalError(
      .cursorAhead, "The newest record is \(head); \(cursor) is none of this journal's cursors.")
  }

  fileprivate static func otherJournal(_ uuid: String) -> JournalError {
    JournalError(
      .otherJournal,
      "The journal is \(uuid) now; a cursor of another journal means nothing in it.")
  }
}

extension ScanJournal {
  /// All subscribers by their names.
  public func subscribers() throws(JournalError) -> [Subscriber] {
    try reading { reader, _ throws(JournalError) in try reader.subscribers() }
  }

  /// Finds the cursor from which a subscriber goes on; creates the subscriber if it is new.
  ///
  /// - Parameters:
  ///   - after: the cursor after which a new subscriber begins; nil: before the oldest record.
  ///   - then: is called with the acknowledged cursor, on any thread.
  public func resume(
    _ name: String, after: Int64?, by user: SubscriberUser,
    then: @escaping @Sendable (Result<Int64, JournalError>) -> Void
  ) {
    // A known subscriber needs no write, so it can go on even while the disk is full.
    let known = try? reading { reader, _ throws(JournalError) in try reader.subscriber(name) }
    if let known = known ?? nil {
      let reserved = reservation(of: name)
      if let refusal = user.refusal(of: name, owner: known.uid, reserved: reserved) {
        return then(.failure(refusal))
      }
      touch(name)
      return then(.success(known.cursor))
    }
    let now = wallClock()
    write(
      { [self] database throws(JournalError) in
        try database.makeSubscriber(
          name, after: after, by: user, reserved: reservation(of: name), now: now)
      }, then: then)
  }

  /// Acknowledges all records up to `cursor`; a cursor below the acknowledged one changes nothing.
  ///
  /// - Parameters:
  ///   - uuid: the journal that the cursor belongs to, if the subscriber gives it.
  ///   - then: is called with the acknowledged cursor, on the writer's thread.
  public func acknowledge(
    _ name: String, _ cursor: Int64, of uuid: String?, by user: SubscriberUser,
    then: @escaping @Sendable (Result<Int64, JournalError>) -> Void
  ) {
    let now = wallClock()
    write(
      { [self] database throws(JournalError) in
        try database.acknowledge(
          name, cursor, of: uuid, by: user, reserved: reservation(of: name), now: now)
      }, then: then)
  }

  /// Forgets a subscriber.
  ///
  /// - Parameter then: is called with its acknowledged cursor, on the writer's thread.
  public func forget(
    _ name: String, then: @escaping @Sendable (Result<Int64, JournalError>) -> Void
  ) {
    write(
      { database throws(JournalError) in
        let remove = try database.prepare("DELETE FROM subscriber WHERE name = ? RETURNING cursor")
        try remove.bind(1, name)
        guard try remove.step() else { throw .unknownSubscriber(name) }
        return remove.integer(0)
      }, then: then)
  }

  /// Updates the time when a subscriber was last seen; nobody waits for it. One such write waits for each
  /// subscriber at most, however often it comes while the disk is full.
  private func touch(_ name: String) {
    guard seen.withLock({ $0.insert(name).inserted }) else { return }
    let now = wallClock()
    write(
      { database throws(JournalError) in try database.touch(name, now) },
      then: { [self] _ in seen.withLock { _ = $0.remove(name) } })
  }
}

extension Reader {
  func subscribers() throws(JournalError) -> [Subscriber] {
    let rows = try prepared("SELECT \(subscriberColumns) FROM subscriber ORDER BY name")
    defer { rows.reset() }
    var subscribers: [Subscriber] = []
    while try rows.step() { subscribers.append(rows.subscriber()) }
    return subscribers
  }

  fileprivate func subscriber(_ name: String) throws(JournalError) -> Subscriber? {
    let find = try prepared(findSubscriberSQL)
    defer { find.reset() }
    try find.bind(1, name)
    return try find.step() ? find.subscriber() : nil
  }
}

extension Database {
  func subscriber(_ name: String) throws(JournalError) -> Subscriber? {
    let find = try prepare(findSubscriberSQL)
    try find.bind(1, name)
    return try find.step() ? find.subscriber() : nil
  }

  fileprivate func makeSubscriber(
    _ name: String, after: Int64?, by user: SubscriberUser, reserved: UInt32?, now: Timestamp
  ) throws(JournalError) -> Int64 {
    // Two connections may have asked at the same time.
    let known = try subscriber(name)
    if let refusal = user.refusal(of: name, owner: known?.uid, reserved: reserved) { throw refusal }
    if let known { return known.cursor }
    if reserved == nil {
      let names = try number("SELECT count(*) FROM subscriber WHERE uid = \(user.uid)")
      guard names < SubscriberUser.mostNames else { throw .tooManySubscribers }
    }
    let cursor = if let after { after } else { try readHeader().oldest - 1 }
    let insert = try prepare("INSERT INTO subscriber VALUES (?, ?, ?, ?, ?)")
    try insert.bind(1, name)
    try insert.bind(2, Int64(reserved ?? user.uid))
    try insert.bind(3, cursor)
    try insert.bind(4, now.microseconds)
    try insert.bind(5, now.microseconds)
    try insert.runOnOneRow()
    return cursor
  }

  fileprivate func acknowledge(
    _ name: String, _ cursor: Int64, of uuid: String?, by user: SubscriberUser, reserved: UInt32?,
    now: Timestamp
  ) throws(JournalError) -> Int64 {
    let known = try subscriber(name)
    if let refusal = user.refusal(of: name, owner: known?.uid, reserved: reserved) { throw refusal }
    guard let known else { throw .unknownSubscriber(name) }
    let header = try readHeader()
    if let uuid, uuid != header.uuid { throw .otherJournal(header.uuid) }
    guard cursor <= header.cursor else { throw .cursorAhead(cursor, head: header.cursor) }
    guard cursor > known.cursor else { return known.cursor }
    let update = try prepare("UPDATE subscriber SET cursor = ?, seen = ? WHERE name = ?")
    try update.bind(1, cursor)
    try update.bind(2, now.microseconds)
    try update.bind(3, name)
    try update.runOnOneRow()
    return cursor
  }

  fileprivate func touch(_ name: String, _ now: Timestamp) throws(JournalError) {
    let update = try prepare("UPDATE subscriber SET seen = ? WHERE name = ?")
    try update.bind(1, now.microseconds)
    try update.bind(2, name)
    try update.run()
  }
}

extension Statement {
  /// The subscriber in a row of `subscriberColumns`. A cursor below zero is none; callers subtract it.
  func subscriber() -> Subscriber {
    Subscriber(
      name: text(0) ?? "", uid: UInt32(truncatingIfNeeded: integer(1)),
      cursor: max(0, integer(2)),
      created: Timestamp(microseconds: integer(3)), seen: Timestamp(microseconds: integer(4)))
  }
}

/// The columns that `Statement.subscriber` reads.
let subscriberColumns = "name, uid, cursor, created, seen"

private let findSubscriberSQL = "SELECT \(subscriberColumns) FROM subscriber WHERE name = ?"
