// SPDX-License-Identifier: Apache-2.0

// Requests that another thread answers (an acknowledgement by the writer of the journal, a list of items by that
// of the items) wait there in one line for all users. So each user has only some requests in that line at a
// time; the others wait here.

/// Bounds the number of requests that each user has in hand elsewhere; used on the event loop alone.
final class Window {
  private struct Line {
    var inHand = 0
    var waiting: [() -> Void] = []
  }

  private let width: Int
  private var lines: [UInt32: Line] = [:]

  /// A window of `width` requests for each user.
  init(width: Int) {
    self.width = width
  }

  /// Calls `begin` as soon as the user has less than `width` requests in hand. Each call is followed by one of
  /// `leave` when the request is answered.
  func enter(_ user: UInt32, _ begin: @escaping () -> Void) {
    guard lines[user, default: Line()].inHand < width else {
      lines[user]?.waiting.append(begin)
      return
    }
    lines[user, default: Line()].inHand += 1
    begin()
  }

  /// Notes that one request of a user is answered, and begins the next one.
  func leave(_ user: UInt32) {
    guard var line = lines[user] else { return }
    guard line.waiting.isEmpty else {
      let begin = line.waiting.removeFirst()
      lines[user] = line
      return begin()
    }
    line.inHand -= 1
    lines[user] = line.inHand == 0 ? nil : line
  }
}
