// SPDX-License-Identifier: Apache-2.0

/// The lanes of the server; each is a thread.
final class Lanes: Sendable {
  /// Requests are parsed, and those answered that need no disk.
  let parsing: Lane
  /// Records are looked for, and what else a request needs from the disk.
  let reading: Lane
  /// Followers get their pages.
  let following: Lane

  /// The time after which a slice of work stands still, in microseconds.
  private static let patience: Int64 = 2_000_000

  /// Lanes with nothing to do.
  init() {
    let contention = Contention()
    parsing = Lane(contention, rests: true)
    reading = Lane(contention, rests: true)
    following = Lane(contention, rests: false)
  }

  /// A sentence for each lane that stands still.
  var problems: [String] {
    [(reading, "answer requests"), (following, "send records to followers")].compactMap {
      (lane: Lane, purpose: String) in
      let time = lane.standstill
      guard time >= Self.patience else { return nil }
      return "The thread that reads the journal to \(purpose) has waited for the disk for "
        + "\(time / 1_000_000) s."
    }
  }

  /// Ends the threads; does not wait for a disk that hangs.
  func close() {
    for lane in [parsing, reading, following] { lane.close() }
  }
}
