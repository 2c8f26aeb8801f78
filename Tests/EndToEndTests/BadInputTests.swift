// SPDX-License-Identifier: Apache-2.0

// The worst that can be handed to the daemon: one clear sentence each, a code that a script can act
// upon, and nothing lost.

import FeedClient
import Foundation
import Testing
import Wire

@Suite(.serialized) struct BadInputTests {
  private let temporary: TemporaryDirectory
  private var directory: String { temporary.path }

  init() throws {
    temporary = try TemporaryDirectory()
  }

  @Test func aStateDirectoryThatCannotBeUsed() throws {
    try Data().write(to: URL(fileURLWithPath: directory + "/file"))
    let result = try scand("--state", directory + "/file")
    #expect(result.status == 74)
    #expect(result.errors.contains("Not a directory"))
    #expect(isOneSentence(result.errors))
  }

  @Test func aSecondDaemonOnTheSameStateDirectory() throws {
    let daemon = try Daemon()
    let result = try scand("--state", daemon.state)
    #expect(result.status == 75)
    #expect(result.errors.contains("process \(daemon.process)"))
  }

  @Test func aSocketThatIsInUse() throws {
    let daemon = try Daemon()
    let result = try scand("--socket", daemon.socket)
    #expect(result.status == 69)
    #expect(result.errors.contains("in use"))
    #expect(try daemon.scanctl("status").status == 0)
  }

  @Test func aFileThatIsNoSocketIsNotTouched() throws {
    let path = directory + "/precious"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
    let result = try scand("--socket", path)
    #expect(result.status == 73)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }

  @Test func aWrongConfigurationNamesFileLineKeyAndTheNearestKnownKey() throws {
    let path = directory + "/scand.conf"
    try "[Scand]\n\nSerialRepeted=note\n".write(toFile: path, atomically: true, encoding: .utf8)
    for arguments in [["--check"], []] {
      let result = try scand(["--config", path] + arguments)
      #expect(result.status == 78)
      #expect(result.errors.contains("\(path):3: SerialRepeted"))
      #expect(result.errors.contains("SerialRepeated"))
    }
    let good = directory + "/good.conf"
    try "[Scand]\nSerialRepeated=reject\n".write(toFile: good, atomically: true, encoding: .utf8)
    #expect(try scand("--config", good, "--check").status == 0)
  }

  @Test func aDamagedDatabaseIsSetAsideAndANewJournalBegins() throws {
    let daemon = try Daemon()
    daemon.end()
    let database = daemon.state + "/journal.db"
    let garbage = Data(repeating: 0x5A, count: 20_000)
    try garbage.write(to: URL(fileURLWithPath: database))
    try daemon.start()
    let files = try FileManager.default.contentsOfDirectory(atPath: daemon.state)
    let aside = try #require(
      files.first { $0.contains("damaged") && !$0.contains("-wal") && !$0.contains("-shm") })
    #expect(try Data(contentsOf: URL(fileURLWithPath: daemon.state + "/" + aside)) == garbage)
    #expect(daemon.errors.contains(aside))
    #expect(try daemon.scanctl("status").output.contains("0 accepted"))
  }

  @Test func aDatabaseOfANewerVersionIsRefused() throws {
    let daemon = try Daemon()
    daemon.end()
    _ = try run(
      "/usr/bin/sqlite3",
      [daemon.state + "/journal.db", "CREATE TABLE later (x); PRAGMA user_version = 99"])
    let result = try scand("--state", daemon.state)
    #expect(result.status == 74)
    #expect(result.errors.contains("newer scand"))
  }

  @Test func requestsThatAreNoneDisturbNobody() throws {
    let daemon = try Daemon()
    let other = try FeedConnection(path: daemon.socket)
    let cases = [
      ("{\"folow\":{\"after\":1}}", "did you mean \\\"follow\\\""),
      ("{\"follow\":{\"after\":1,\"verdict\":[]}}", "did you mean \\\"verdicts\\\""),
      ("{\"status\":{}", "malformed"),
      ("nonsense", "malformed"),
      (String(repeating: "x", count: 10_000_000), "too-long"),
    ]
    for (request, expected) in cases {
      let answer = try socat(daemon, request)
      #expect(answer.contains(expected), "\(answer.prefix(500))")
    }
    #expect(try other.ask(.status).socket == daemon.socket)
  }

  @Test func aFollowAsAShellUserTypesIt() throws {
    let daemon = try Daemon()
    let answer = try socat(daemon, "{\"follow\":{\"after\":\"start\"}}")
    #expect(answer.contains("\"hello\""))
    #expect(answer.contains("{\"following\":{\"after\":0,"))
  }

  @Test func aLabelOfTenThousandCharactersIsOneIncompleteRecordAndTheNextScanIsGood() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    try testbed("pace dock 50")
    var subscriber = try Subscriber(to: daemon)
    try testbed("scan dock \(String(repeating: "0123456789", count: 1000))")
    try testbed("scan dock \(label(serial: "E"))")
    var record = try subscriber.next()
    #expect(record.verdict == .incomplete)
    #expect(record.reasons.map(\.code) == ["too-long"])
    while record.verdict == .incomplete { record = try subscriber.next() }
    #expect(record.subject.serial == "E")
  }

  @Test func aMarkedDeviceThatIsNoKeyboardIsLeftAloneWithTheReason() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug pointer mouse scanner=yes")
    try testbed("plug dock honeywell port=2")
    try testbed("await dock grab")
    #expect(try testbed("readers pointer") == "0")
    #expect(try daemon.scanctl("scanners").output.contains("Not read:"))
  }

  private func scand(_ arguments: String...) throws -> (
    output: String, errors: String, status: Int32
  ) {
    try scand(arguments)
  }

  /// Runs scand with places of its own for what `arguments` do not name.
  private func scand(_ arguments: [String]) throws -> (
    output: String, errors: String, status: Int32
  ) {
    var arguments = arguments
    if !arguments.contains("--state") { arguments += ["--state", directory + "/state"] }
    if !arguments.contains("--socket") { arguments += ["--socket", directory + "/socket"] }
    return try run(binary("scand"), arguments)
  }

  private func socat(_ daemon: Daemon, _ request: String) throws -> String {
    try run("/usr/bin/socat", ["-t2", "-", "UNIX-CONNECT:\(daemon.socket)"], input: request).output
  }

  private func isOneSentence(_ text: String) -> Bool {
    text.split(separator: "\n").count == 1
  }
}
