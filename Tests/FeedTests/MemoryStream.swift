// SPDX-License-Identifier: Apache-2.0

import Feed
import Synchronization
import Wire

/// Lines that a test says.
final class MemoryStream: LineStream {
  private struct State {
    var pieces: [StreamPiece] = []
    var waiter: (@Sendable () -> Void)?
    var asked = 0
  }

  private let state = Mutex(State())

  var memory: Int { 100_000 }

  /// The number of times that a piece was asked for.
  var asked: Int { state.withLock { $0.asked } }

  /// True if somebody waits for a piece.
  var isWaitedFor: Bool { state.withLock { $0.waiter != nil } }

  func next(id: JSONValue?, orCall call: @escaping @Sendable () -> Void) -> StreamPiece {
    state.withLock { state in
      state.asked += 1
      if state.pieces.isEmpty {
        state.waiter = call
        return .nothing
      }
      return state.pieces.removeFirst()
    }
  }

  /// Says a piece.
  func say(_ piece: StreamPiece) {
    let waiter = state.withLock { state in
      state.pieces.append(piece)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?()
  }

  /// Says lines of so many bytes.
  func say(_ text: String) { say(.lines(Array(text.utf8))) }
}
