// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension SubscriberInfo {
  /// Name, user, progress, and the time it was last seen; safe to show.
  func row(now: Timestamp) -> [String] {
    [
      visible(name), visible(user), "acknowledged \(acknowledged)",
      lag == 0 ? "up to date" : "\(counted(Int(lag), "record")) behind", lastSeen(now: now),
    ]
  }

  /// `last seen 2026-11-23 08:06:00, 3 d ago`
  func lastSeen(now: Timestamp) -> String {
    let ago = max(0, now.microseconds - seen.microseconds) / 1_000_000
    return "last seen \(LocalTime(seen).dateAndClock), \(span(seconds: ago)) ago"
  }
}
