// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracking

/// What the writer's thread tells the others, and what they tell it.
final class SharedState: Sendable {
  struct Content: Sendable {
    /// What is durable.
    var header: JournalHeader
    /// Scans taken from the inbox and not yet durable.
    var inHand = 0
    /// How often another file took the journal's place.
    var replacements = 0
    /// How often the writer has begun to record a group.
    var attempts: UInt64 = 0
    /// What keeps the writer from recording, in words.
    var fault: String?
    /// How scans are judged from now on.
    var rules: Rules
    /// How long records are kept.
    var retention = RetentionLimits()
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
