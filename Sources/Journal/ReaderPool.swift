// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The idle read-only connections.
final class ReaderPool: Sendable {
  private struct Idle {
    var journal = ""
    var readers: [Reader] = []
  }

  private let path: String
  private let idle = Mutex(Idle())

  init(path: String) {
    self.path = path
  }

  /// Runs `body` with a connection.
  ///
  /// A connection is closed if it failed, or if its journal was set aside.
  func use<T>(
    of journal: String, _ body: (Reader) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    let kept = idle.withLock { idle in
      if idle.journal != journal { idle = Idle(journal: journal) }
      return idle.readers.popLast()
    }
    let reader = if let kept { kept } else { try Reader(path: path) }
    let result = try body(reader)
    idle.withLock { if $0.journal == journal { $0.readers.append(reader) } }
    return result
  }
}
