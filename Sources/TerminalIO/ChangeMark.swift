// SPDX-License-Identifier: Apache-2.0

import Wire

/// When something was changed, and by whom.
package struct ChangeMark: Equatable {
  /// When.
  package let time: Timestamp
  /// The user's name as the daemon knew it then.
  package let user: String
}

extension ChangeMark {
  /// What stands under `changed`, `added`, `lifted` or `resolved`; nil if it is nothing of that kind.
  package init?(_ json: JSONValue) {
    guard let time = json["time"]?.text.flatMap(Timestamp.init) else { return nil }
    self.time = time
    user = json["user"]?.text ?? json["uid"]?.integer.map { "uid \($0)" } ?? "unknown"
  }

  /// `2026-11-23 08:06:00 by alice`, in local time, safe to show.
  package var words: String { "\(LocalTime(time).dateAndClock) by \(visible(user))" }
}

extension LocalTime {
  /// `2026-11-23 08:06:00`
  package var dateAndClock: String { "\(date) \(clock)" }
}
