// SPDX-License-Identifier: Apache-2.0

import Wire

/// The time and the author of a change.
package struct ChangeMark: Equatable {
  /// The time of the change.
  package let time: Timestamp
  /// The user's name as the daemon knew it then.
  package let user: String
}

extension ChangeMark {
  /// Reads the object under `changed`, `added`, `lifted` or `resolved`; nil if it is not one.
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
