// SPDX-License-Identifier: Apache-2.0

import Configuration
import Logging
import Synchronization
import SystemCalls
import Systemd
import Wire

/// The lowest severity that is logged. All copies of a log read the same threshold, so that a reload
/// changes it for every one of them.
final class LogThreshold: Sendable {
  private static let levels = Logger.Level.allCases
  private let index: Atomic<Int>

  init(_ level: LogLevel) {
    index = Atomic(Self.index(of: level))
  }

  /// The level that messages must have at least.
  var level: Logger.Level { Self.levels[index.load(ordering: .relaxed)] }

  /// Logs messages of `level` and above from now on.
  func set(_ level: LogLevel) {
    index.store(Self.index(of: level), ordering: .relaxed)
  }

  private static func index(of level: LogLevel) -> Int {
    levels.firstIndex { $0.rawValue == level.rawValue } ?? 0
  }
}

/// Writes log lines to standard error, one event one line.
///
/// Under systemd each line begins with its priority as `<n>` (sd-daemon(3)) and the journal adds the
/// time. Everything passes through `visible`, so that nothing from outside acts on a terminal.
struct StandardErrorLog: LogHandler {
  private static let hasPriorities = environment("JOURNAL_STREAM") != nil
  /// The most microseconds that the end of the daemon waits for its last lines.
  private static let patience: Int64 = 250_000

  /// A thread of its own writes: a log daemon that hangs, a stopped terminal or a full pipe must not hold
  /// up the thread that reads scanners. Nil if there are no descriptors left.
  static let writer = try? StandardError.lineWriter { lost in
    line("Log lines were lost, because standard error took no more: \(lost).", .warning)
  }

  var metadata: Logger.Metadata = [:]
  private let threshold: LogThreshold

  /// A log of the messages that pass `threshold`.
  init(_ threshold: LogThreshold) {
    self.threshold = threshold
  }

  /// The threshold; only the daemon's configuration sets it.
  var logLevel: Logger.Level {
    get { threshold.level }
    set { threshold.set(LogLevel(rawValue: newValue.rawValue) ?? .debug) }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    Self.writer?.post(Self.line(event.message.description, event.level))
  }

  /// Waits a short time until the last lines are written.
  static func finish() {
    writer?.finish(by: SystemClock.monotonic.now + patience)
  }

  private static func line(_ text: String, _ level: Logger.Level) -> [UInt8] {
    let prefix = hasPriorities ? "<\(level.priority)>" : "scand: \(level.word)"
    return Array((prefix + visible(text) + "\n").utf8)
  }
}

/// A log of the messages that pass `threshold`.
func logger(_ threshold: LogThreshold) -> Logger {
  Logger(label: "scand") { _ in StandardErrorLog(threshold) }
}

extension Logger.Level {
  /// The syslog(3) priority.
  fileprivate var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }

  /// The word before a line that is more than information.
  fileprivate var word: String {
    switch self {
    case .trace, .debug, .info, .notice: ""
    case .warning: "warning: "
    case .error, .critical: "error: "
    }
  }
}
