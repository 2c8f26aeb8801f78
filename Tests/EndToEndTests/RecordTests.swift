// SPDX-License-Identifier: Apache-2.0

// A scanner is recorded while the daemon reads it, and the recording gives the scan that the daemon recorded.

import Foundation
import Testing
import Wire

@Suite(.serialized) struct RecordTests {
  private let testbed: Testbed
  private let daemon: Daemon
  private let scanner = "usb-0c2e_0b61-S1234"
  private let label = "]C101095060001343521727063010C202507{GS}21HD-12345"

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
  }

  @Test func aRecordedScanIsReplayedAsTheDaemonReadIt() throws {
    let recorder = try Recorder(scanner, daemon, ["--contents", "--scans", "2"])
    var subscriber = try Subscriber(to: daemon)
    try settle()
    try testbed("scan dock \(label)")
    try testbed("type dock Zz{+LeftCtrl}m{-LeftCtrl}")
    let records = [try subscriber.next(), try subscriber.next()]
    #expect(try recorder.end() == 0)
    #expect(recorder.errors.contains("2 scans"))
    let replayed = try replay(recorder.file)
    #expect(replayed.map(\.text) == records.map(\.text))
    #expect(replayed.map(\.verdict) == records.map(\.verdict))
    #expect(replayed.first?.subject.serial == "HD-12345")
  }

  @Test func withoutContentsTheFormIsRecordedAndNothingElse() throws {
    let recorder = try Recorder(scanner, daemon, [])
    try settle()
    try testbed("scan dock \(label)")
    try testbed("await dock read")
    try settle()
    recorder.send(SIGINT)
    #expect(try recorder.end() == 0)
    #expect(recorder.errors.contains("1 scan."))
    #expect(try mode(of: recorder.file) == 0o600)
    let text = try String(contentsOfFile: recorder.file, encoding: .utf8)
    #expect(text.contains("# Masked:"))
    #expect(!text.contains("+h ") && !text.contains("+c ") && !text.contains("+5 "))
    let records = try replay(recorder.file)
    let masked = label.replacing("{GS}", with: "\u{1D}").map { character in
      character.isNumber ? "0" : character.isLetter ? "X" : character
    }
    #expect(records.map(\.text) == [String(masked)])
    #expect(records.map(\.verdict) != [.incomplete])
  }

  @Test func unpluggingEndsTheRecording() throws {
    let recorder = try Recorder(scanner, daemon, ["--contents"])
    try settle()
    try testbed("type dock 4711")
    try testbed("await dock read")
    try testbed("unplug dock")
    #expect(try recorder.end() == 0)
    #expect(recorder.errors.contains("The scanner is gone."))
    #expect(try String(contentsOfFile: recorder.file, encoding: .utf8).hasSuffix("\nunplug\n"))
    #expect(try replay(recorder.file).first?.reasons.map(\.code) == ["unplugged"])
  }

  @Test func anEndByTimeAndToStandardOutput() throws {
    let result = try daemon.scanctl("record", scanner, "--seconds", "1")
    #expect(result.status == 0)
    #expect(result.output.contains("\nopen keys= capslock=off\nt=1."))
  }

  @Test func aDaemonThatEndsLeavesTheRecordingWhole() throws {
    let recorder = try Recorder(scanner, daemon, ["--contents"])
    try settle()
    try testbed("scan dock 4711")
    try testbed("await dock read")
    daemon.end()
    #expect(try recorder.end() == 0)
    #expect(recorder.errors.contains("scand has ended."))
    #expect(try replay(recorder.file).map(\.text) == ["4711"])
  }

  @Test func anUnknownScannerNamesTheNearestAndWritesNoFile() throws {
    let file = daemon.directory + "/none"
    let near = try daemon.scanctl(
      "record", scanner.replacing("S1234", with: "S123"), "--output", file)
    #expect(near.status == 65)
    #expect(near.errors.contains("did you mean \"\(scanner)\"?"))
    let far = try daemon.scanctl("record", "dock-1", "--output", file)
    #expect(far.errors.contains("known are \(scanner)."))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: daemon.directory).allSatisfy {
        !$0.contains("none")
      })
  }

  @Test func noMoreThanFourAreRecordedAtATime() throws {
    let recorders = try (0..<4).map { _ in try Recorder(scanner, daemon, []) }
    let fifth = try daemon.scanctl("record", scanner)
    #expect(fifth.status == 65)
    #expect(fifth.errors.contains("4 clients have key events already"))
    recorders[0].send(SIGTERM)
    #expect(try recorders[0].end() == 0)
    #expect(try daemon.scanctl("record", scanner, "--seconds", "1").status == 0)
    for recorder in recorders[1...] {
      recorder.send(SIGTERM)
      _ = try recorder.end()
    }
  }

  @Test(.enabled(if: geteuid() == 0, "another user is needed"))
  func whoIsNoAdministratorIsRefused() throws {
    // The socket is open to everybody here, as it is to the members of scand.
    for path in [daemon.directory, daemon.socket] {
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    }
    let result = try run(
      "/usr/bin/setpriv",
      [
        "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/socat", "-t2", "-",
        "UNIX-CONNECT:\(daemon.socket)",
      ],
      input: "{\"keys\":{\"scanner\":\"\(scanner)\"}}\n")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.contains("\"code\":\"not-allowed\"") == true)
  }

  /// The client asks and never reads. The scanner is read as ever, and the client is told afterwards what it
  /// has missed.
  @Test func aTapThatIsNotReadDisturbsNoScan() throws {
    let client = try Program(
      "/usr/bin/python3", ["-c", Self.lazyClient, daemon.socket, scanner])
    #expect(try client.readLine() == "begun")
    try testbed("pace dock 0")
    var subscriber = try Subscriber(to: daemon)
    for number in 0..<100 { try testbed("scan dock \(label)\(number)") }
    var records: [Record] = []
    while records.count < 100 { records.append(try subscriber.next()) }
    #expect(records.allSatisfy { $0.verdict != .incomplete || $0.cursor == 1 })
    #expect(Set(records.map(\.text)).count == 100)
    try client.write(line: "read")
    let lost = try client.readLine() ?? ""
    #expect(Int(lost) ?? 0 > 1_000, "\(lost)")
    client.closeInput()
    client.wait()
  }

  private static let lazyClient = """
    import json, socket, sys
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    lines = connection.makefile("rb")
    lines.readline()
    connection.sendall(json.dumps({"keys": {"scanner": sys.argv[2]}}).encode() + b"\\n")
    assert b"keysDown" in lines.readline()
    print("begun", flush=True)
    sys.stdin.readline()
    for line in lines:
        lost = json.loads(line).get("lost")
        if lost:
            print(lost["count"], flush=True)
            break
    """

  /// The time after which a scanner that has just been opened is trusted.
  private func settle() throws { try testbed("pause 1200") }

  private func replay(_ file: String) throws -> [Record] {
    let result = try run(binary("scanctl"), ["replay", "--json", file])
    #expect(result.errors == "")
    return try result.output.split(separator: "\n").map { try Record(parsing: Array($0.utf8)) }
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}

/// `scanctl record`, writing to a file of its own.
private final class Recorder {
  let file: String
  private let directory: TemporaryDirectory
  private let program: Program
  private let log: TemporaryFile

  /// Starts it and waits until it records.
  init(_ scanner: String, _ daemon: Daemon, _ options: [String]) throws {
    directory = try TemporaryDirectory()
    file = directory.path + "/keys.recording"
    log = try TemporaryFile()
    program = try Program(
      binary("scanctl"), ["record", scanner, "--output", file] + options,
      environment: ["SCAND_SOCKET": daemon.socket], errors: FileHandle(forWritingAtPath: log.path))
    for _ in 0..<500 where !errors.contains("Recording \(scanner)") { usleep(10_000) }
    guard errors.contains("Recording \(scanner)") else { throw DaemonError(text: errors) }
  }

  var errors: String { (try? String(contentsOfFile: log.path, encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) { program.send(signal) }

  /// Waits for its end; its exit status.
  func end() throws -> Int32 { program.wait() }
}
