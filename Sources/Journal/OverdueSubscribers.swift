// SPDX-License-Identifier: Apache-2.0

// The writer's thread looks for overdue subscribers between two groups, at most once a second, and keeps
// the few that matter in the shared state: the status must answer even while the disk does not.

import Wire

/// A subscriber that has not acknowledged records for a long time, or keeps retention from removing them.
public struct OverdueSubscriber: Sendable, Equatable {
  /// The subscriber.
  public let subscriber: Subscriber
  /// True if retention would remove records that it has not acknowledged.
  public let holdsRetention: Bool
}

/// The subscribers that are overdue, or will be if they stay away.
struct SlowSubscribers: Sendable, Equatable {
  /// The most subscribers of each kind; a list of hundreds would help nobody.
  static let most = 20

  /// The ones that keep records which retention would remove, the one furthest behind first.
  var holding: [Subscriber] = []
  /// The ones with records to acknowledge, the one not seen for the longest time first.
  var behind: [Subscriber] = []

  /// The ones that are overdue: first those that hold retention back, then those not seen since `limit`.
  func overdue(seenBefore limit: Timestamp?) -> [OverdueSubscriber] {
    let names = Set(holding.map(\.name))
    let absent = behind.filter { subscriber in
      limit.map { subscriber.seen < $0 } ?? false && !names.contains(subscriber.name)
    }
    return holding.map { OverdueSubscriber(subscriber: $0, holdsRetention: true) }
      + absent.map { OverdueSubscriber(subscriber: $0, holdsRetention: false) }
  }
}

extension SharedState.Content {
  /// The overdue subscribers at a time of the wall clock.
  func overdueSubscribers(at now: Timestamp) -> [OverdueSubscriber] {
    slowSubscribers.overdue(
      seenBefore: subscriberRules.absence.map {
        Timestamp(microseconds: now.microseconds.subtractingReportingOverflow($0).partialValue)
      })
  }
}

extension WriterConnection {
  /// Finds the subscribers that are behind.
  ///
  /// - Parameter now: the wall clock in microseconds; nil if it is unreliable.
  func slowSubscribers(_ limits: RetentionLimits, now: Int64?) throws(JournalError)
    -> SlowSubscribers
  {
    var slow = SlowSubscribers()
    slow.behind = try database.subscribers(behind: header.cursor, by: "seen")
    if let end = try RetentionStep(limits, now: now).heldEnd(in: database, header) {
      slow.holding = try database.subscribers(behind: end, by: "cursor")
    }
    return slow
  }
}

extension Database {
  /// The first subscribers in an order that have not acknowledged a cursor.
  fileprivate func subscribers(
    behind cursor: Int64, by order: String
  ) throws(JournalError) -> [Subscriber] {
    let rows = try prepare(
      """
      SELECT \(subscriberColumns) FROM subscriber WHERE cursor < ?
      ORDER BY \(order), name LIMIT \(SlowSubscribers.most)
      """)
    try rows.bind(1, cursor)
    var subscribers: [Subscriber] = []
    while try rows.step() { subscribers.append(rows.subscriber()) }
    return subscribers
  }
}
