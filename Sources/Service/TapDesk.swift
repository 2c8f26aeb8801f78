// SPDX-License-Identifier: Apache-2.0

// A client asks for the key events of a scanner on a thread of the socket; scanners are the main thread's. So
// what is asked for lies here until the main thread, which is woken, has time for it.

import Scanners
import Synchronization
import SystemCalls
import Wire

/// The taps of all clients, on their way to the main thread and back.
final class TapDesk: Sendable {
  /// The most taps at a time, of all clients.
  static let mostTaps = 4

  typealias Answer = @Sendable (Result<KeyTapStart, RequestError>) -> Void

  /// Something for the main thread to do.
  enum Errand: Sendable {
    /// Puts a tap to the scanner of that name, for a user; the answer is called once.
    case add(KeyTap, scanner: String, user: UInt32, Answer)
    /// Takes it away.
    case remove(KeyTap)
  }

  private struct State {
    var taps = 0
    var errands: [Errand] = []
    var waker: Poller.Waker?
  }

  private let state = Mutex(State())

  /// Has the main thread woken from now on.
  func wake(by waker: Poller.Waker) {
    state.withLock { $0.waker = waker }
  }

  /// Reserves one of the taps, until `close` is called for it.
  func reserve() throws(RequestError) {
    let isReserved = state.withLock { state in
      guard state.taps < Self.mostTaps else { return false }
      state.taps += 1
      return true
    }
    if !isReserved { throw .tooManyTaps }
  }

  /// Gives a reserved tap back, whether it was put to a scanner or not.
  func close(_ tap: KeyTap) {
    state.withLock { $0.taps -= 1 }
    add(.remove(tap))
  }

  /// Has the main thread do something.
  func add(_ errand: Errand) {
    let waker = state.withLock { state in
      state.errands.append(errand)
      return state.waker
    }
    waker?.wake()
  }

  /// Takes what there is to do; for the main thread.
  func takeErrands() -> [Errand] {
    state.withLock { state in
      defer { state.errands = [] }
      return state.errands
    }
  }
}

extension RequestError {
  fileprivate static let tooManyTaps = RequestError(
    .quotaExceeded,
    "\(TapDesk.mostTaps) clients have key events already, and there are no more at a time.")

  /// The error that no scanner of a name is read.
  static func unknownScanner(_ name: String, among known: [String]) -> RequestError {
    let hint =
      nearestName(to: name, among: known).map { "did you mean \"\($0)\"?" }
      ?? (known.isEmpty
        ? "no scanner is read." : "known are \(known.prefix(8).joined(separator: ", ")).")
    return RequestError(.unknownScanner, "There is no scanner \"\(visible(name))\"; \(hint)")
  }
}
