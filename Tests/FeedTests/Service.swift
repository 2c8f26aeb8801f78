// SPDX-License-Identifier: Apache-2.0

import Feed
import FeedClient
import Foundation
import Wire

/// A server on a socket of its own.
struct Service {
  let server: FeedServer
  let journal: MemoryJournal
  let path: String

  func client() throws -> FeedConnection {
    try FeedConnection(path: path, timeout: .seconds(20))
  }

  /// A client of bytes that has read the greeting.
  func rawClient() throws -> RawClient {
    let client = try RawClient(path: path)
    _ = try client.lines(1)
    return client
  }

  /// A client that has sent `requests`, and nothing more will come from it.
  func answers(to requests: String) throws -> [String] {
    let client = try rawClient()
    try client.send(requests)
    client.finishSending()
    return try client.linesToEnd()
  }

  /// A client that follows from `after` on; it has read the line `following`.
  func follower(after: String, _ filter: String = "") throws -> RawClient {
    let client = try rawClient()
    try client.send("{\"follow\":{\"after\":\(after)\(filter)}}\n")
    _ = try client.lines(1)
    return client
  }

  /// Records scans and announces them together.
  func publish(_ count: Int = 1, _ change: (inout Record) -> Void = { _ in }) {
    let records = (0..<count).map { _ in journal.append(change) }
    server.announce(records, of: journal.journalID)
  }
}

/// Runs `body` with a server, which is ended afterwards.
func withService(
  _ journal: MemoryJournal = MemoryJournal(), limits: FeedLimits = FeedLimits(),
  _ body: (Service) async throws -> Void
) async throws {
  try await withTemporaryDirectory { directory in
    let path = directory + "/scand.sock"
    let server = FeedServer(source: journal, version: "1.2.3", host: "kiosk", limits: limits)
    do {
      try server.start(path: path)
      try await body(Service(server: server, journal: journal, path: path))
    } catch {
      server.shutdown()
      throw error
    }
    server.shutdown()
  }
}

/// Runs `body` with a directory that is removed afterwards.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
  try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: directory) }
  try await body(directory)
}

/// The field `name` of a line, as JSON.
func field(_ name: String, of line: String?) -> JSONValue? {
  guard let line, case .object(let fields) = JSONValue(parsing: line.utf8) else { return nil }
  return fields[name]
}

/// The code of the error that a line says.
func errorCode(_ line: String?) -> String? {
  guard case .object(let fields) = field("error", of: line), case .string(let code) = fields["code"]
  else { return nil }
  return code
}
