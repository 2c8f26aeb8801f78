// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tells if several users have had work done of late, on any lane.
final class Contention: Sendable {
  /// The time in microseconds for which a change of users counts.
  private static let span: Int64 = 20_000

  private let lastUser = Atomic<UInt32>(.max)
  private let lastChange = Atomic<Int64>(-Contention.span)

  /// Notes that work of a user is done at a time of the monotonic clock, in microseconds.
  func note(_ user: UInt32, at now: Int64) {
    if lastUser.exchange(user, ordering: .relaxed) != user {
      lastChange.store(now, ordering: .relaxed)
    }
  }

  /// True if another user has had work done shortly before that time.
  func isPresent(at now: Int64) -> Bool {
    now - lastChange.load(ordering: .relaxed) < Self.span
  }
}
