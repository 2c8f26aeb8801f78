// SPDX-License-Identifier: Apache-2.0

import FeedClient
import TerminalIO
import Wire

/// A named subscriber as the daemon has it.
struct StoredSubscriber {
  /// Its name.
  let name: String
  /// The user that it belongs to, safe to show.
  let user: String
  /// It has dealt with all records up to here.
  let acknowledged: Int64
  /// How many records came since.
  let lag: Int64
  /// When it last followed or acknowledged.
  let seen: Timestamp?
  /// What the daemon sent.
  let json: JSONValue

  /// An element of the answer to `subscribers`; nil if it is none.
  init?(_ json: JSONValue) {
    guard let name = json["name"]?.text, let acknowledged = json["acknowledged"]?.integer,
      let lag = json["lag"]?.integer
    else { return nil }
    self.name = name
    self.acknowledged = acknowledged
    self.lag = lag
    user = json["user"]?.shown ?? json["uid"]?.integer.map { "uid \($0)" } ?? "unknown"
    seen = json["seen"]?.text.flatMap(Timestamp.init)
    self.json = json
  }

  /// Name, user, how far it has come, when it was last seen; safe to show.
  func row(now: Timestamp) -> [String] {
    [
      visible(name), user, "acknowledged \(acknowledged)",
      lag == 0 ? "up to date" : "\(counted(Int(lag), "record")) behind", lastSeen(now: now),
    ]
  }

  /// `last seen 2026-11-23 08:06:00, 3 d ago`
  func lastSeen(now: Timestamp) -> String {
    guard let seen else { return "never seen" }
    let ago = max(0, now.microseconds - seen.microseconds) / 1_000_000
    return "last seen \(LocalTime(seen).dateAndClock), \(span(seconds: ago)) ago"
  }
}

extension FeedConnection {
  /// All named subscribers, by their names.
  func subscribers() -> [StoredSubscriber] {
    let found = answer(to: .subscribers)["subscribers"]?.elements ?? []
    return found.compactMap(StoredSubscriber.init)
  }
}
