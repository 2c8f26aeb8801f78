// SPDX-License-Identifier: Apache-2.0

// The first user that follows under a name owns it, unless the configuration reserves the name. A reserved
// name that already belongs to another user goes over to its own with the place that it has: what was
// acknowledged stays acknowledged and everything after it is kept, so no record is lost or sent twice. The
// rule holds in the writer's transaction even where the change of the owner is not written yet.

import Wire

/// The rules of the configuration for named subscribers.
public struct SubscriberRules: Sendable, Equatable {
  /// The users that alone may use a name, by name.
  public var reservations: [String: UInt32]
  /// The time in microseconds after which a subscriber that was not seen is overdue; nil: never.
  public var absence: Int64?

  /// Rules; none by default.
  public init(reservations: [String: UInt32] = [:], absence: Int64? = nil) {
    self.reservations = reservations
    self.absence = absence
  }
}

/// A subscriber whose name went over to the user that the configuration reserves it for.
public struct SubscriberHandover: Sendable, Equatable {
  /// The subscriber's name.
  public let name: String
  /// The user that it belonged to.
  public let from: UInt32
  /// The user that it belongs to now.
  public let to: UInt32
  /// The acknowledged cursor, after which it continues.
  public let cursor: Int64
}

extension SubscriberUser {
  /// The reason why this user may not act for a subscriber; nil if it may.
  ///
  /// - Parameters:
  ///   - owner: the user that the name belongs to; nil if it is new.
  ///   - reserved: the user that the configuration reserves the name for.
  func refusal(of name: String, owner: UInt32?, reserved: UInt32?) -> JournalError? {
    if isAdministrator { return nil }
    if let reserved { return uid == reserved ? nil : .reservedSubscriber(name) }
    return owner.map { $0 == uid } ?? true ? nil : .foreignSubscriber(name)
  }
}

extension ScanJournal {
  /// Applies `rules` to the named subscribers from now on.
  public func setSubscriberRules(_ rules: SubscriberRules) {
    shared.update { $0.subscriberRules = rules }
    inbox.wakeWriter()
  }

  /// The user that a name is reserved for.
  func reservation(of name: String) -> UInt32? {
    shared.value.subscriberRules.reservations[name]
  }
}

extension WriterConnection {
  /// Gives reserved names to the users that they are reserved for; durable when this returns.
  func handOver(_ reservations: [String: UInt32]) throws(JournalError) -> [SubscriberHandover] {
    var handovers: [SubscriberHandover] = []
    for subscriber in try database.subscribers(reserved: reservations) {
      guard let uid = reservations[subscriber.name] else { continue }
      handovers.append(
        SubscriberHandover(
          name: subscriber.name, from: subscriber.uid, to: uid, cursor: subscriber.cursor))
    }
    guard !handovers.isEmpty else { return [] }
    let transaction = try Transaction(on: database)
    for handover in handovers { try database.setOwner(of: handover.name, handover.to) }
    try transaction.commit()
    return handovers
  }
}

extension Database {
  /// The subscribers that do not belong to the users that their names are reserved for.
  fileprivate func subscribers(
    reserved reservations: [String: UInt32]
  ) throws(JournalError) -> [Subscriber] {
    var subscribers: [Subscriber] = []
    for name in reservations.keys.sorted() {
      guard let known = try subscriber(name), known.uid != reservations[name] else { continue }
      subscribers.append(known)
    }
    return subscribers
  }

  fileprivate func setOwner(of name: String, _ uid: UInt32) throws(JournalError) {
    let update = try prepare("UPDATE subscriber SET uid = ? WHERE name = ?")
    try update.bind(1, Int64(uid))
    try update.bind(2, name)
    try update.runOnOneRow()
  }
}

extension JournalError {
  /// The name belongs to a user who asked earlier.
  static func foreignSubscriber(_ name: String) -> JournalError {
    JournalError(
      .foreignSubscriber,
      "The subscriber \"\(name)\" belongs to another user; choose another name.")
  }

  /// The configuration gives the name to another user.
  static func reservedSubscriber(_ name: String) -> JournalError {
    JournalError(
      .foreignSubscriber,
      "The configuration reserves the subscriber \"\(name)\" for another user (SubscriberUser= of "
        + "scand.conf(5)); choose another name.")
  }
}
