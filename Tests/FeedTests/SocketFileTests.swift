// SPDX-License-Identifier: Apache-2.0

import Feed
import FeedClient
import Foundation
import Glibc
import SystemCalls
import Testing

@Suite struct SocketFileTests {
  @Test func theSocketHasTheModeAndTheDirectoryIsMade() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/run/scand.sock"
      try await serving(path) {
        #expect(try permissions(of: path) == 0o660)
        #expect(try permissions(of: directory + "/run") == 0o755)
        _ = try FeedConnection(path: path)
      }
      try await serving(path, mode: 0o600) {
        let permissions = try permissions(of: path)
        #expect(permissions == 0o600)
      }
    }
  }

  @Test func theSocketBelongsToTheGroup() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      // A process may always give a file to its own group; only root may to another one.
      let group = getuid() == 0 ? 4_711 : getgid()
      try await serving(path, group: group) {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.groupOwnerAccountID] as? NSNumber == NSNumber(value: group))
      }
    }
  }

  @Test func theFileIsRemovedAtTheEnd() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      try await serving(path) {}
      #expect(!exists(path))
    }
  }

  @Test func aFileThatIsNotOursAnyMoreStays() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      try await serving(path) {
        try FileManager.default.removeItem(atPath: path)
        try Data("another".utf8).write(to: URL(fileURLWithPath: path))
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "another")
    }
  }

  @Test func aSocketThatNobodyListensToIsReplaced() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      close(try unixSocket(path) { bind($0, $1, $2) })
      #expect(exists(path))
      try await serving(path) { _ = try FeedConnection(path: path) }
    }
  }

  @Test func aSocketInUseIsLeftAlone() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      try await serving(path) {
        #expect(await startError(path) == .inUse(path))
        _ = try FeedConnection(path: path)
      }
    }
  }

  @Test func whatIsNoSocketIsLeftAlone() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
      #expect(await startError(path) == .notASocket(path))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
      #expect(await startError(directory) == .notASocket(directory))
      let link = directory + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      #expect(await startError(link) == .notASocket(link))
    }
  }

  @Test func aPathOf107BytesIsTakenAndNoLongerOne() async throws {
    try await withTemporaryDirectory { directory in
      let longest = directory + "/" + String(repeating: "x", count: 106 - directory.utf8.count)
      try await serving(longest) { _ = try FeedConnection(path: longest) }
      #expect(await startError(longest + "x") == .pathTooLong(longest + "x"))
      #expect(await startError("") == .pathTooLong(""))
    }
  }

  @Test func whatTheSystemRefusesIsSaidWithThePathAndTheCall() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/no/such/scand.sock"
      #expect(
        await startError(path)
          == .system(call: "mkdir", path: directory + "/no/such", errno: ENOENT))
    }
  }

  @Test(arguments: ["mkdir", "socket", "fchmod", "bind", "chmod", "listen"])
  func aCallThatFailsIsNamedAndLeavesNoFile(call: String) async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/run/scand.sock"
      let rule = FailingCalls.Rule(call, .noMemory, below: directory)
      let error = FailingCalls.with(rule) { errorOfStart(path) }
      guard case .system(call, _, ENOMEM) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!exists(path))
      try await serving(path) { _ = try FeedConnection(path: path) }
    }
  }

  @Test func aSocketThatCannotBeTriedIsLeftAlone() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      close(try unixSocket(path) { bind($0, $1, $2) })
      let rule = FailingCalls.Rule("connect", .permissionDenied, below: path)
      let error = FailingCalls.with(rule) { errorOfStart(path) }
      #expect(error == .system(call: "connect", path: path, errno: EACCES))
      #expect(exists(path))
    }
  }

  @Test func aSocketThatListensAlreadyIsServedAndItsFileStays() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/scand.sock"
      let descriptor = try unixSocket(path) { bind($0, $1, $2) }
      #expect(listen(descriptor, 5) == 0)
      let server = FeedServer(source: MemoryJournal(), version: "1", host: "h")
      try server.start(listening: descriptor)
      _ = try FeedConnection(path: path)
      server.shutdown()
      #expect(exists(path))
    }
  }

  @Test func whatDoesNotListenIsRefused() async throws {
    try await withTemporaryDirectory { directory in
      let bound = try unixSocket(directory + "/x.sock") { bind($0, $1, $2) }
      let file = open(directory, O_RDONLY)
      for descriptor in [-1, bound, file] {
        let server = FeedServer(source: MemoryJournal(), version: "1", host: "h")
        #expect(throws: FeedError.self) { try server.start(listening: descriptor) }
        server.shutdown()
      }
      #expect(close(bound) == 0)
      #expect(close(file) == 0)
    }
  }

  private func serving(
    _ path: String, mode: UInt32 = 0o660, group: UInt32? = nil, _ body: () async throws -> Void
  ) async throws {
    let server = FeedServer(source: MemoryJournal(), version: "1", host: "h")
    do {
      try server.start(path: path, mode: mode, group: group)
      try await body()
    } catch {
      Issue.record(error)
    }
    server.shutdown()
  }

  private func startError(_ path: String) async -> FeedError? { errorOfStart(path) }

  private func errorOfStart(_ path: String) -> FeedError? {
    let server = FeedServer(source: MemoryJournal(), version: "1", host: "h")
    var failure: FeedError?
    do {
      try server.start(path: path)
    } catch {
      failure = error
    }
    server.shutdown()
    return failure
  }

  private func permissions(of path: String) throws -> mode_t {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw RawClient.Failure(description: "no \(path)") }
    return status.st_mode & 0o777
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
