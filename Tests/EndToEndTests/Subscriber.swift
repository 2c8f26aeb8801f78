// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Wire

/// A program that follows the daemon's socket.
struct Subscriber {
  private let connection: FeedConnection
  /// The newest cursor it has.
  private(set) var cursor: Int64 = 0

  /// Connects and follows.
  init(to daemon: Daemon, after start: Request.Start = .start) throws {
    connection = try FeedConnection(path: daemon.socket)
    try connection.send(Request.Follow(after: start))
  }

  /// The next record.
  mutating func next() throws -> Record {
    while true {
      guard let answer = try connection.next(timeout: .seconds(20)) else {
        throw DaemonError(text: "the connection ended")
      }
      switch answer.message {
      case .record(let record):
        cursor = record.cursor
        return try record.record
      case .error(let error): throw DaemonError(text: error.text)
      default: continue
      }
    }
  }

  /// The next `count` records.
  mutating func next(_ count: Int) throws -> [Record] {
    try (0..<count).map { _ in try next() }
  }
}

extension Record {
  var text: String { String(decoding: data, as: UTF8.self) }
}

/// A good label: GTIN, expiry, lot and the serial.
func label(serial: String, separator: String = "{GS}") -> String {
  "]C101095060001343521727063010C202507\(separator)21\(serial)"
}
