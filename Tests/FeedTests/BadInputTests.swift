// SPDX-License-Identifier: Apache-2.0

import Feed
import Foundation
import Testing
import Wire

@Suite struct BadInputTests {
  private static let badTexts: [(line: String, code: String)] = [
    ("", "malformed"), ("x", "malformed"), ("{}", "unknown-request"), ("[]", "malformed"),
    ("null", "malformed"), ("{\"status\":{}", "malformed"), ("{\"status\":}", "malformed"),
    ("{\"status\":{}}}", "malformed"), ("{\"status\":{},\"scanners\":{}}", "malformed"),
    ("\u{feff}{\"status\":{}}", "malformed"), ("GET / HTTP/1.1\r", "malformed"),
    ("{\"stats\":{}}", "unknown-request"), ("{\"inject\":{}}", "unknown-request"),
    ("{\"status\":{\"x\":1}}", "unknown-field"), ("{\"status\":[]}", "bad-value"),
    ("{\"follow\":{}}", "missing-field"), ("{\"follow\":{\"after\":-1}}", "bad-value"),
    ("{\"follow\":{\"after\":1e30}}", "bad-value"), ("{\"follow\":{\"after\":9}}", "cursor-ahead"),
    ("{\"follow\":{\"after\":0,\"lot\":[\"x\"]}}", "unknown-field"),
    ("{\"read\":{\"limit\":-1}}", "bad-value"), ("{\"trace\":{}}", "missing-field"),
    (String(repeating: "[", count: 65_536), "malformed"),
    (String(repeating: "{\"a\":", count: 13_000), "malformed"),
    ("\"" + String(repeating: "\\u", count: 30_000), "malformed"),
    (String(repeating: "9", count: 65_536), "malformed"),
  ]

  private static let badBytes: [(line: [UInt8], code: String)] = [
    ([0x00], "malformed"), ([0xFF, 0xFE], "malformed"),
    (Array("{\"status\":{}}".utf8) + [0x00], "malformed"),
    (Array("{\"stat".utf8) + [0xC3] + Array("us\":{}}".utf8), "malformed"),
    ([UInt8](repeating: 0x80, count: 60_000), "malformed"),
  ]

  private static let bad = badTexts.map { (line: Array($0.line.utf8), code: $0.code) } + badBytes

  @Test(arguments: bad.indices)
  func aBadLineIsAnsweredAndTheNextOneIsServed(index: Int) async throws {
    try await withService(MemoryJournal(records: 1)) { service in
      let client = try service.rawClient()
      try client.send(Self.bad[index].line + [0x0A])
      #expect(errorCode(try client.line()) == Self.bad[index].code)
      try client.send("{\"status\":{}}\n")
      #expect(field("status", of: try client.line()) != nil)
    }
  }

  @Test func aLineThatIsTooLongIsAnsweredAndEndsTheConnection() async throws {
    try await withService { service in
      for length in [65_537, 70_000, 10_000_000] {
        let client = try service.rawClient()
        try client.send("{\"id\":1,\"status\":{}}\n")
        #expect(try client.line()?.hasPrefix("{\"id\":1,") == true)
        // The server may close before it has been sent all of it.
        try? client.send([UInt8](repeating: 0x20, count: length))
        #expect(try client.linesToEnd().map(errorCode) == ["too-long"])
      }
    }
  }

  @Test func whoSendsTooMuchAndOnlyThenReadsLearnsWhy() async throws {
    try await withService { service in
      let client = try service.rawClient()
      try client.send([UInt8](repeating: 0x20, count: 500_000))
      client.finishSending()
      #expect(try client.linesToEnd().map(errorCode) == ["too-long"])
    }
  }

  @Test func aLineThatIsNotEndedIsMalformed() async throws {
    try await withService { service in
      #expect(try service.answers(to: "{\"status\":{}}").map(errorCode) == ["malformed"])
      let lines = try service.answers(to: "{\"status\":{}}\n{\"sta")
      #expect(lines.map(errorCode) == [nil, "malformed"])
    }
  }

  @Test func noBadInputDisturbsAnotherSubscriber() async throws {
    try await withService { service in
      let follower = try service.follower(after: "\"now\"")
      for (line, _) in Self.bad {
        let client = try service.rawClient()
        try client.send(line + [0x0A])
        service.publish()
      }
      #expect(
        try follower.lines(Self.bad.count) == (1...Int64(Self.bad.count)).map(sampleLine))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func damagedRequestsAreAnsweredOrRefused(seed: UInt64) async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      var random = SplitMix(seed: seed)
      let requests = [
        "{\"id\":7,\"read\":{\"after\":1,\"limit\":2,\"lots\":[\"C202507\"]}}",
        "{\"trace\":{\"serial\":\"HD-1\"}}", "{\"status\":{}}", "{\"scanners\":{}}",
      ]
      for _ in 0..<200 {
        var line = Array(requests.randomElement(using: &random)!.utf8)
        for _ in 0...Int.random(in: 0..<4, using: &random) {
          line[Int.random(in: line.indices, using: &random)] = .random(in: 0...255, using: &random)
        }
        let client = try service.rawClient()
        try client.send(line.filter { $0 != 0x0A } + [0x0A])
        #expect(JSONValue(parsing: try #require(try client.line()).utf8) != nil)
      }
    }
  }

  @Test func noDescriptorIsLeakedWhateverClientsDo() async {
    await #expect(processExitsWith: .success) {
      try await withService(MemoryJournal(records: 300)) { service in
        let before = try openSockets()
        let keeper = try service.follower(after: "\"now\"")
        for _ in 0..<5 { try await Self.useAndLeave(service) }
        // The keeper's two ends are left.
        #expect(try await settles { try openSockets() == before + 2 })
        service.publish()
        #expect(try keeper.line() == sampleLine(301))
      }
    }
  }

  /// Leaves in every way there is: at once, in mid-request, in mid-answer, after half-closing.
  private static func useAndLeave(_ service: Service) async throws {
    for (line, _) in bad {
      try service.rawClient().send(line + [0x0A])
      try service.rawClient().send(line)
      _ = try RawClient(path: service.path)
    }
    _ = try service.follower(after: "0")
    try service.rawClient().send("{\"follow\":{\"after\":0}}\n")
    try service.rawClient().send("{\"read\":{\"after\":\"now\",\"waitMilliseconds\":60000}}\n")
    let half = try service.rawClient()
    try half.send("{\"follow\":{\"after\":0}}\n")
    half.finishSending()
    _ = try half.line()
    try? service.rawClient().send([UInt8](repeating: 0x20, count: 100_000))
    _ = try service.client()
  }
}

/// The number of sockets that this process has open. (Other descriptors come and go with the runtime's timers.)
func openSockets() throws -> Int {
  let folder = "/proc/self/fd/"
  return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
    let file = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + name)
    return file?.hasPrefix("socket:") == true
  }
}

/// True once `condition` is; false after a few seconds.
func settles(_ condition: () throws -> Bool) async throws -> Bool {
  for _ in 0..<500 {
    if try condition() { return true }
    // Not asleep as a task: on a busy machine that may come back after the time a client waits.
    usleep(20_000)
  }
  return false
}
