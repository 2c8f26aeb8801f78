// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Foundation
import Glibc
import SystemCalls
import Testing
import Wire

@Suite struct FeedClientFailureTests {
  @Test func withoutASocketTheErrorAsksWhetherTheDaemonRuns() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/\u{1b}x.sock"
      let error = #expect(throws: FeedClientError.noSocket(path)) { try FeedConnection(path: path) }
      #expect(error?.description.contains("{ESC}x.sock") == true)
      #expect(error?.description.contains("systemctl status scand") == true)
    }
  }

  @Test func aSocketThatNobodyListensToIsAnErrorOfItsOwn() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/x.sock"
      close(try unixSocket(path) { bind($0, $1, $2) })
      #expect(throws: FeedClientError.notListening(path)) { try FeedConnection(path: path) }
      let long = path + String(repeating: "x", count: 107)
      #expect(throws: FeedClientError.pathTooLong(long)) { try FeedConnection(path: long) }
    }
  }

  @Test(.enabled(if: getuid() == 0, "only root can become somebody else"))
  func whoMayNotIsToldOfTheGroup() async {
    await #expect(processExitsWith: .success) {
      try await withTemporaryDirectory { directory in
        let path = directory + "/x.sock"
        let descriptor = try unixSocket(path) { bind($0, $1, $2) }
        listen(descriptor, 1)
        chmod(path, 0o600)
        chmod(directory, 0o755)
        #expect(setuid(65_534) == 0)
        let error = #expect(throws: FeedClientError.notAllowed(path)) {
          try FeedConnection(path: path)
        }
        #expect(error?.description.contains("usermod -aG scand") == true)
        // Its owner removes the directory.
        #expect(setuid(0) != 0)
      }
    }
  }

  @Test(arguments: [
    (
      "{\"hello\":{\"protocol\":2,\"version\":\"\",\"host\":\"\",\"journal\":\"\",\"oldest\":1,\"head\":0}}\n",
      FeedClientError.otherProtocol(2)
    ),
    ("SSH-2.0-OpenSSH_9.2\r\n", .malformed("SSH-2.0-OpenSSH_9.2{CR}")),
    ("{\"through\":1}\n", .malformed("{\"through\":1}")),
    ("", .disconnected), ("{\"hello\":", .disconnected),
    ("{\"error\":{\"code\":\"c\",\"text\":\"t\"}}\n", .refused(RequestError(.unrecognized, "t"))),
  ])
  func whatDoesNotGreetAsItShouldIsNotTalkedTo(
    greeting: String, error: FeedClientError
  ) async throws {
    try await withFake({ say(greeting, to: $0) }) { path in
      #expect(throws: error) { try FeedConnection(path: path) }
    }
  }

  @Test func aServerThatDoesNotGreetIsGivenUp() async throws {
    let gate = Gate()
    try await withFake({ _ in gate.wait() }) { path in
      #expect(throws: FeedClientError.timeout) {
        try FeedConnection(path: path, timeout: .milliseconds(50))
      }
      gate.open()
    }
  }

  @Test func theEndBetweenLinesIsTheEndAndWithinALineAnError() async throws {
    try await withFake({ say(FakeServer.hello + "{\"through\":1}\n{\"through\":", to: $0) }) {
      path in
      let client = try FeedConnection(path: path)
      #expect(client.hello.version == "9.9")
      #expect(try client.next()?.message == .through(1))
      #expect(throws: FeedClientError.disconnected) { try client.next() }
    }
    try await withFake({ say(FakeServer.hello + "{\"through\":1}\n", to: $0) }) { path in
      let client = try FeedConnection(path: path)
      #expect(try client.next()?.message == .through(1))
      #expect(try client.next() == nil)
      #expect(try client.next() == nil)
    }
  }

  @Test func aLineThatIsNotUnderstoodIsAnErrorAndTheNextOneComes() async throws {
    let lines = "\u{1b}[2J\n{\"record\":{}}\n{\"news\":[1]}\n{\"through\":1,\"more\":2}\n"
    try await withFake({ say(FakeServer.hello + lines, to: $0) }) { path in
      let client = try FeedConnection(path: path)
      #expect(throws: FeedClientError.malformed("{ESC}[2J")) { try client.next() }
      #expect(throws: FeedClientError.malformed("{\"record\":{}}")) { try client.next() }
      #expect(try client.next()?.message == .other(["news": .array([.integer(1)])]))
      #expect(try client.next()?.message == .through(1))
    }
  }

  @Test func aLineWithoutEndIsGivenUpAndNotGathered() async throws {
    let megabyte = String(repeating: " ", count: 1 << 20)
    let talk: @Sendable (Int32) -> Void = { descriptor in
      say(FakeServer.hello, to: descriptor)
      for _ in 0..<18 { say(megabyte, to: descriptor) }
    }
    try await withFake(talk) { path in
      let client = try FeedConnection(path: path)
      #expect(throws: FeedClientError.lineTooLong) { try client.nextLine() }
    }
  }

  @Test func aLongLineComesWhole() async throws {
    let text = String(repeating: "x", count: 5 << 20)
    let line = "{\"status\":\"" + text + "\"}"
    try await withFake({ say(FakeServer.hello + line + "\n", to: $0) }) { path in
      let client = try FeedConnection(path: path)
      #expect(try client.nextLine() == Array(line.utf8))
    }
  }

  @Test func sendingToAServerThatHasGoneIsAnErrorAndNoSignal() async throws {
    try await withFake({ say(FakeServer.hello, to: $0) }) { path in
      let client = try FeedConnection(path: path)
      #expect(try client.next() == nil)
      #expect(throws: FeedClientError.disconnected) {
        for _ in 0..<3 { try client.send(Request.Status()) }
      }
    }
  }

  @Test func aServerThatTakesNoRequestsIsGivenUp() async throws {
    let gate = Gate()
    let talk: @Sendable (Int32) -> Void = { descriptor in
      say(FakeServer.hello, to: descriptor)
      gate.wait()
    }
    try await withFake(talk) { path in
      let client = try FeedConnection(path: path, timeout: .milliseconds(100))
      let request = Request.Trace(lot: String(repeating: "x", count: 60_000))
      #expect(throws: FeedClientError.timeout) {
        for _ in 0..<100 { try client.send(request) }
      }
      gate.open()
    }
  }

  @Test func aSignalDoesNotDisturbWhoWaits() async {
    await #expect(processExitsWith: .success) {
      try await withTemporaryDirectory { directory in
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        #expect(sigaction(SIGUSR1, &action, nil) == 0)
        // The runtime's threads block signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR1)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        let waiter = pthread_self()
        let server = try FakeServer(path: directory + "/x.sock") { descriptor in
          say(FakeServer.hello, to: descriptor)
          for cursor in 0..<20 {
            usleep(5_000)
            pthread_kill(waiter, SIGUSR1)
            usleep(5_000)
            say("{\"through\":\(cursor)}\n", to: descriptor)
          }
        }
        let client = try FeedConnection(path: directory + "/x.sock")
        for cursor in Int64(0)..<20 {
          let answer = try client.next(timeout: cursor % 2 == 0 ? nil : .seconds(20))
          #expect(answer?.message == .through(cursor))
        }
        withExtendedLifetime(server) {}
      }
    }
  }

  @Test(arguments: ["socket", "connect", "recv"])
  func aCallThatFailsIsNamedAndOneThatWasInterruptedMadeAgain(call: String) async throws {
    try await withService { try connect(to: $0, failing: call) }
  }

  private func connect(to service: Service, failing call: String) throws {
    #expect(throws: FeedClientError.system(call: call, errno: ENOMEM)) {
      try FailingCalls.with(.init(call, .noMemory)) { _ = try service.client() }
    }
    try FailingCalls.with(.init(call, .interrupted, times: 9)) { _ = try service.client() }
  }

  @Test func aRequestThatCannotBeSentIsAnError() async throws {
    try await withService { try send(to: $0) }
  }

  private func send(to service: Service) throws {
    let client = try service.client()
    #expect(throws: FeedClientError.disconnected) {
      try FailingCalls.with(.init("send", .brokenPipe)) { try client.send(.status) }
    }
  }

  @Test func noConnectionLeavesADescriptorBehind() async {
    await #expect(processExitsWith: .success) {
      try await withTemporaryDirectory { directory in
        let before = try openSockets()
        for _ in 0..<10 { try Self.failToConnect(directory) }
        #expect(try openSockets() == before)
      }
    }
  }

  private func withFake(
    _ talk: @escaping @Sendable (Int32) -> Void, _ body: (String) throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let server = try FakeServer(path: directory + "/x.sock", talk)
      try body(directory + "/x.sock")
      withExtendedLifetime(server) {}
    }
  }

  private static func failToConnect(_ directory: String) throws {
    let path = directory + "/\(UUID().uuidString)"
    #expect(throws: FeedClientError.self) { try FeedConnection(path: path) }
    for greeting in ["", "x\n", FakeServer.hello] {
      let server = try FakeServer(path: path) { say(greeting, to: $0) }
      _ = try? FeedConnection(path: path)
      withExtendedLifetime(server) {}
      unlink(path)
    }
  }
}
