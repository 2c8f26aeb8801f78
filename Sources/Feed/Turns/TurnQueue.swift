// SPDX-License-Identifier: Apache-2.0

// Work is done in slices, and the user whose work has taken the least time is next (start-time fair queuing).
// Within one user the oldest slice is next; the following slice of the same work goes to the end, so that
// the connections of one user take turns as well. A user who was idle has saved nothing up: it begins at the
// time of the user who was served last.

/// Slices of work that wait for their turn, by user.
struct TurnQueue<Work> {
  private struct Line {
    var waiting: [Work] = []
    /// The time that the user's work has taken, in microseconds.
    var used: Int64
    /// The time by which the user has rested long enough for what was done for it.
    var paid: Int64 = .min
    /// The end of the user's rest.
    var restEnd: Int64 = .min
  }

  /// The number of lines above which those of idle users are forgotten.
  private static var keptLines: Int { 64 }
  /// The time in microseconds by which a user may be behind its turn and be forgotten.
  private static var forgivenTime: Int64 { 1_000 }
  /// The rest in microseconds that is given credit for; the kernel's timers are not much finer.
  private static var credit: Int64 { 200 }

  private var lines: [UInt32: Line] = [:]
  /// The `used` of the user who was served last.
  private var clock: Int64 = 0

  /// The number of users that are remembered.
  var userCount: Int { lines.count }

  /// Adds a slice of work for a user.
  mutating func add(_ work: Work, for user: UInt32) {
    if lines[user] == nil { forgetIdleUsers() }
    var line = lines[user] ?? Line(used: clock)
    if line.waiting.isEmpty { line.used = max(line.used, clock) }
    line.waiting.append(work)
    lines[user] = line
  }

  /// Removes the slice whose turn it is, and names its user; nil if nothing waits but for users who rest.
  mutating func next(at now: Int64 = .max) -> (work: Work, user: UInt32)? {
    var first: (user: UInt32, used: Int64)?
    for (user, line) in lines where !line.waiting.isEmpty && line.restEnd <= now {
      if let first, (first.used, first.user) <= (line.used, user) { continue }
      first = (user, line.used)
    }
    guard let (user, used) = first, let work = lines[user]?.waiting.removeFirst() else {
      return nil
    }
    clock = max(clock, used)
    return (work, user)
  }

  /// Removes everything, in no order.
  mutating func removeAll() -> [Work] {
    defer { lines = [:] }
    return lines.values.flatMap(\.waiting)
  }

  /// Notes the time, in microseconds, that a slice of a user has taken.
  mutating func note(_ time: Int64, of user: UInt32) {
    lines[user]?.used += time
  }

  /// Has a user rest twice as long as it was worked for: its work has just taken so much time, in microseconds.
  mutating func rest(_ user: UInt32, after time: Int64, at now: Int64) {
    guard var line = lines[user] else { return }
    line.paid = max(line.paid, now - time) + 3 * time
    if line.paid - now > Self.credit { line.restEnd = line.paid }
    lines[user] = line
  }

  /// The end of the first rest of a user for whom something waits.
  var nextRestEnd: Int64? {
    lines.values.lazy.filter { !$0.waiting.isEmpty }.map(\.restEnd).min()
  }

  private mutating func forgetIdleUsers() {
    guard lines.count >= Self.keptLines else { return }
    lines = lines.filter {
      !$0.value.waiting.isEmpty || $0.value.used > clock + Self.forgivenTime
    }
  }
}
