// SPDX-License-Identifier: Apache-2.0

// Requests are answered one after the other, so lines that came early wait here. Nothing is read
// from the socket while one waits, and a line that is too long is discarded.

import Wire

/// Cuts what a client sends into request lines.
struct RequestLines {
  /// The next thing to do.
  enum Next: Equatable {
    /// A line, without its line end.
    case line([UInt8])
    /// A line is longer than `Request.maximumLength`; nothing behind it is looked at.
    case tooLong
    /// The client has ended in mid-line.
    case cut
    /// More has to be read first.
    case more
    /// Every line has been removed and no more will come.
    case end
  }

  private var bytes: [UInt8] = []
  /// The number of `bytes` that were removed as lines.
  private var removed = 0
  /// The number of `bytes` searched for a line end.
  private var searched = 0
  private var isEnded = false
  private var isBroken = false

  /// The number of bytes that wait.
  var count: Int { bytes.count - removed }

  /// True if every line has been removed and no more will come.
  var isFinished: Bool { isBroken || isEnded && count == 0 }

  /// Adds the bytes that were read.
  mutating func append(_ chunk: some Sequence<UInt8>) {
    guard !isEnded, !isBroken else { return }
    if removed > 0 {
      bytes.removeSubrange(..<removed)
      searched -= removed
      removed = 0
    }
    bytes.append(contentsOf: chunk)
  }

  /// Notes that the client will send no more.
  mutating func finish() {
    isEnded = true
  }

  /// Notes that no more will be read; a line begun is forgotten.
  mutating func stop() {
    isEnded = true
    let last = bytes[removed...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? removed
    bytes.removeSubrange(last...)
    searched = min(searched, last)
  }

  /// Removes the next line, if it is there.
  mutating func next() -> Next {
    if isBroken { return .end }
    if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      guard end - removed <= Request.maximumLength else { return giveUp(.tooLong) }
      defer { drop(through: end) }
      return .line(Array(bytes[removed..<end]))
    }
    searched = bytes.count
    if count > Request.maximumLength { return giveUp(.tooLong) }
    guard isEnded else { return .more }
    return count == 0 ? .end : giveUp(.cut)
  }

  private mutating func drop(through end: Int) {
    removed = end + 1
    searched = removed
    // The bytes of many short lines are moved once, not once a line.
    if removed == bytes.count {
      bytes = []
      (removed, searched) = (0, 0)
    }
  }

  private mutating func giveUp(_ reason: Next) -> Next {
    isBroken = true
    bytes = []
    (removed, searched) = (0, 0)
    return reason
  }
}
