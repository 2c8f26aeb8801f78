// SPDX-License-Identifier: Apache-2.0

import Configuration
import Feed
import Recordings
import Scanners
import Synchronization
import Testing
import Wedge
import Wire

@testable import Service

@Suite struct KeyStreamTests {
  private let desk = TapDesk()

  private func event(_ time: Int64) -> Input {
    .event(KeyEvent(time: time, type: 1, code: 30, value: 1))
  }

  /// The lines of a stream up to now, and whether the last of them was the end.
  private func lines(of stream: KeyStream) throws -> (lines: [KeyLine], isEnd: Bool) {
    var lines: [KeyLine] = []
    while true {
      switch stream.next(id: .integer(3), orCall: {}) {
      case .nothing: return (lines, false)
      case .lines(let bytes): lines += try read(bytes)
      case .last(let bytes): return (lines + (try read(bytes)), true)
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws -> [KeyLine] {
    #expect(bytes.count <= 16_384)
    return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let line = try ServerLine(parsing: line)
      #expect(line.id == .integer(3))
      guard case .other(let object) = line.message else { throw Unexpected() }
      return try KeyLine(object)
    }
  }

  private struct Unexpected: Error {}

  @Test func inputsBecomeLinesInTheirOrder() throws {
    try desk.reserve()
    let stream = KeyStream(of: desk)
    stream.begin(at: 1000)
    stream.tap.put(event(999))
    stream.tap.put(event(1005))
    stream.tap.put(.dropped(at: 1010, keysDown: KeySet([42], capsLock: true)))
    stream.tap.put(event(1020))
    stream.tap.end(.unplugged, at: 1030)
    let (lines, isEnd) = try lines(of: stream)
    func info(_ time: Int64) -> KeyEventInfo {
      KeyEventInfo(time: time, type: 1, code: 30, value: 1)
    }
    #expect(
      lines == [
        KeyLine(events: [info(0), info(5)]),
        KeyLine(dropped: KeysDropped(time: 10, keysDown: [42], capsLock: true)),
        KeyLine(events: [info(20)]), KeyLine(ended: KeysEnded(time: 30, cause: .unplugged)),
      ])
    #expect(isEnd)
  }

  @Test func aFullQueueComesInPiecesAndThenTheLoss() throws {
    try desk.reserve()
    let stream = KeyStream(of: desk)
    for time in 0..<Int64(KeyTap.capacity + 7) { stream.tap.put(event(time)) }
    let (lines, isEnd) = try lines(of: stream)
    #expect(lines.compactMap { $0.events?.count }.reduce(0, +) == KeyTap.capacity)
    #expect(
      lines.last == KeyLine(lost: KeysLost(time: Int64(KeyTap.capacity + 6), count: 7)))
    #expect(!isEnd)
    stream.tap.put(event(9999))
    #expect(try self.lines(of: stream).lines.count == 1)
  }

  @Test func thereAreFewTapsAndTheEndOfAStreamGivesItsBack() throws {
    var streams = try (0..<TapDesk.mostTaps).map { _ in
      try desk.reserve()
      return KeyStream(of: desk)
    }
    do throws(RequestError) {
      try desk.reserve()
      Issue.record("granted")
    } catch {
      #expect(error.code == .quotaExceeded)
    }
    streams.removeLast()
    try desk.reserve()
    #expect(desk.takeErrands().count == 1)
    #expect(desk.takeErrands().isEmpty)
  }

  @Test(arguments: [
    ("usb-0c2e_0b61-S1", [], "no scanner is read."),
    ("usb-0c2e_0b61-S2", ["usb-0c2e_0b61-S1"], "did you mean \"usb-0c2e_0b61-S1\"?"),
    ("dock\u{1B}", ["usb-1", "usb-2"], "known are usb-1, usb-2."),
  ])
  func anUnknownScannerIsAnsweredWithKnownOnes(name: String, known: [String], hint: String) {
    let error = RequestError.unknownScanner(name, among: known)
    #expect(error.code == .unknownScanner)
    #expect(error.text.hasSuffix("; \(hint)"))
    #expect(!error.text.contains("\u{1B}"))
  }

  @Test func theProfileIsOneOfARecording() throws {
    var profile = Profile()
    #expect(profile.recordingWords.isEmpty)
    profile.terminator = .tab
    profile.prefix = Array("A \"{1}\u{1D}".utf8)
    profile.suffix = [0xFF, UInt8(ascii: "#")]
    profile.characterTimeout = 1_234_567
    profile.abandonGap = 5_000_000
    profile.idleGap = 1
    profile.maximumLength = 17
    let statement = "profile " + profile.recordingWords.joined(separator: " ")
    #expect(try Recording.parse(Array(statement.utf8)).profile == profile)
  }
}
