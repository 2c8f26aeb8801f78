// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracking
import Wire

/// The state that the writer's thread shares with the others.
final class SharedState: Sendable {
  struct Content: Sendable {
    /// The newest durable state.
    var header: JournalHeader
    /// The number of times that another file replaced the journal.
    var replacements = 0
    /// The number of attempts to record a group.
    var attempts: UInt64 = 0
    /// The error that keeps the writer from recording.
    var fault: String?
    /// The time from which on another program's lock has kept the writer from recording.
    var lockedSince: Timestamp?
    /// The rules for the next group.
    var rules: Rules
    /// The limits of retention.
    var retention = RetentionLimits()
    /// The rules for named subscribers.
    var subscriberRules = SubscriberRules()
    /// The subscribers that are behind, as housekeeping last saw them.
    var slowSubscribers = SlowSubscribers()
  }

  private let content: Mutex<Content>

  init(header: JournalHeader, rules: Rules) {
    content = Mutex(Content(header: header, rules: rules))
  }

  var value: Content { content.withLock { $0 } }

  var rules: Rules { content.withLock { $0.rules } }

  func update(_ change: (inout Content) -> Void) {
    content.withLock { change(&$0) }
  }
}
