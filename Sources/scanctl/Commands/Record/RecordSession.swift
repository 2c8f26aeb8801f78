// SPDX-License-Identifier: Apache-2.0

// Ctrl+C must leave a whole file, so signals are not delivered: they wait, and are looked for between two
// lines of the daemon.

import FeedClient
import Glibc
import Recordings
import SystemCalls
import TerminalIO
import Wire

/// The recording of one scanner's keys, from the daemon's answer to the end.
struct RecordSession {
  private(set) var recorder: KeyRecorder
  private var lines: KeyLines
  private let start = ContinuousClock.now
  private let deadline: ContinuousClock.Instant?
  private let scans: Int?

  /// A session whose request has been answered.
  ///
  /// - Parameters:
  ///   - seconds: the time after which it ends.
  ///   - scans: the number of scans after which it ends.
  init(_ connection: FeedConnection, _ recorder: KeyRecorder, seconds: Int?, scans: Int?) {
    lines = KeyLines(connection)
    self.recorder = recorder
    self.scans = scans
    deadline = seconds.map { .now + .seconds($0) }
  }

  /// Records until something ends it.
  mutating func run(writing write: ([UInt8]) throws(OutputError) -> Void) throws {
    let signals = try SignalQueue(of: [SIGINT, SIGTERM, SIGHUP])
    try write(Array(recorder.opening(by: "scanctl \(scandVersion)").utf8))
    while !isOver, signals.next() == nil {
      guard let line = try lines.next() else { continue }
      try write(Array(recorder.add(line).utf8))
    }
    let time = Int64((ContinuousClock.now - start) / .microseconds(1))
    try write(Array(recorder.ending(at: time).utf8))
  }

  /// One line about the recording, safe to show.
  var summary: String {
    let scans = recorder.scans.map { ", \(counted($0, "scan"))" } ?? ""
    let lost =
      recorder.lost == 0 ? "" : "; \(counted(recorder.lost, "event")) came too fast and are lost"
    let end: String
    switch recorder.cause {
    case .unplugged: end = "The scanner is gone. "
    case .restart: end = "scand has ended. "
    case nil: end = isCut ? "scand has ended the connection. " : ""
    }
    return "\(end)\(counted(recorder.strokes, "key event")) recorded\(scans)\(lost)."
  }

  /// True if the connection has ended before the recording.
  var isCut: Bool { lines.isCut }

  private var isOver: Bool {
    recorder.isEnded || isCut || deadline.map { $0 <= .now } ?? false
      || scans.map { recorder.hasScans($0) } ?? false
  }
}
