// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The read-only connections that nobody uses at the moment.
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

  /// Lends a connection to `body`.
  ///
  /// A connection that failed is closed, and so are those to a journal that has been set aside.
  func use<T>(
    of journal: String, _ body: (Reader) throws(SQLiteError) -> T
  ) throws(SQLiteError) -> T {
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
