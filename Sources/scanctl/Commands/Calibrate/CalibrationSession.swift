// SPDX-License-Identifier: Apache-2.0

// The terminator is not known, so a scan is over when the keys have been at rest for a moment. A scan that
// does not fit is told and forgotten; the next one begins anew.

import Calibration
import FeedClient
import Glibc
import Recordings
import SystemCalls
import TerminalIO
import Wedge
import Wire

/// The calibration of one scanner of the daemon, from its answer to the result.
struct CalibrationSession {
  /// The silence after which a scan is over, in microseconds; it shows that no terminator follows.
  private static let rest: Int64 = 1_500_000

  private var lines: KeyLines
  private let device: DeviceInfo
  private let layouts: [Layout]
  private let deadline: ContinuousClock.Instant
  private var lastKeys = ContinuousClock.now
  /// The keys since the last scan.
  private var keys = Recording()
  /// The scans that fit.
  private var scans: [Recording] = []
  private var found: Calibration?
  private var isOver = false

  /// A session whose request has been answered.
  init(_ connection: FeedConnection, _ begun: KeysBegun, _ layouts: [Layout], seconds: Int) {
    lines = KeyLines(connection)
    self.layouts = layouts
    device = begun.device
    deadline = .now + .seconds(seconds)
    keys.keysDown = begun.keysDown.map { KeySet($0, capsLock: begun.capsLock) }
    keys.capsLock = begun.capsLock ?? false
  }

  /// The lines of [Match] for the scanner.
  var match: [String] {
    let place =
      device.serial.isEmpty ? ("Path", device.path) : ("Serial", device.serial)
    return [("Vendor", device.vendor), ("Product", device.product), place]
      .filter { !$0.1.isEmpty && $0.1.utf8.allSatisfy(isPlain) }.map { "\($0.0)=\($0.1)" }
  }

  /// Waits for scans until they tell everything, or something ends it.
  mutating func run() throws -> Calibration {
    let signals = try SignalQueue(of: [SIGINT, SIGTERM, SIGHUP])
    while !isOver, !lines.isCut, signals.next() == nil, .now < deadline {
      if let line = try lines.next() {
        add(line)
      } else if keys.hasPress, .now - lastKeys >= .microseconds(Self.rest) {
        endScan()
      }
    }
    guard let found else {
      throw CommandFailure(EX_TEMPFAIL, "No calibration label came. Nothing was written.")
    }
    return found
  }

  private mutating func add(_ line: KeyLine) {
    lastKeys = .now
    for event in line.events ?? [] {
      keys.inputs.append(
        .event(
          KeyEvent(time: event.time, type: event.type, code: event.code, value: event.value)))
    }
    if let dropped = line.dropped {
      let down = dropped.keysDown.map { KeySet($0, capsLock: dropped.capsLock) }
      keys.inputs.append(.dropped(at: dropped.time, keysDown: down))
    }
    if let lost = line.lost { keys.inputs.append(.dropped(at: lost.time, keysDown: nil)) }
    if line.ended != nil {
      endScan()
      isOver = true
    }
  }

  private mutating func endScan() {
    defer { keys = Recording() }
    guard keys.hasPress, let last = keys.inputs.last?.time else { return }
    keys.inputs.append(.unplugged(at: last + Self.rest))
    do throws(CalibrationError) {
      let found = try calibrate(scans + [keys], layouts: layouts)
      scans.append(keys)
      self.found = found
      isOver = found.isComplete
      if !isOver { tell("That was the \(found.labels.last?.name ?? "") half. Scan the other one.") }
    } catch {
      tell(error.description)
    }
  }
}

extension Recording {
  /// True if a key was pressed.
  fileprivate var hasPress: Bool {
    inputs.contains { input in
      guard case .event(let event) = input else { return false }
      return event.type == 1 && event.value == 1
    }
  }
}

/// True for a byte that needs no quotes in a .scanner file.
private func isPlain(_ byte: UInt8) -> Bool {
  (0x21..<0x7F).contains(byte) && !"\"'\\*?[]!".utf8.contains(byte)
}
