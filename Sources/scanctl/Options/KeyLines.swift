// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Wire

/// The daemon's lines about the keys of one scanner, in order.
struct KeyLines {
  /// The time between two looks for a signal.
  private static let patience: Duration = .milliseconds(100)

  /// True if the connection has ended.
  private(set) var isCut = false
  private let connection: FeedConnection

  /// The lines of a connection whose request for keys has been answered.
  init(_ connection: FeedConnection) { self.connection = connection }

  /// The next line; nil if none has come for a moment, or if none will come.
  mutating func next() throws -> KeyLine? {
    let line: ServerLine?
    do throws(FeedClientError) {
      line = try connection.next(timeout: Self.patience)
    } catch .timeout {
      return nil
    } catch .disconnected {
      line = nil
    }
    switch line?.message {
    case nil: isCut = true
    case .other(let object): return try KeyLine(object)
    case .error(let error): throw FeedClientError.server(error)
    default: break
    }
    return nil
  }
}
