// SPDX-License-Identifier: Apache-2.0

import Configuration
import Logging
import SystemCalls
import Systemd
import Wire

/// Writes log lines to standard error, one event one line.
///
/// Under systemd each line begins with its priority as `<n>` (sd-daemon(3)) and the journal adds the
/// time. Everything passes through `visible`, so that nothing from outside acts on a terminal.
struct StandardErrorLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  private let hasPriorities: Bool

  /// A log of `level` and above.
  init(level: Logger.Level) {
    logLevel = level
    hasPriorities = environment("JOURNAL_STREAM") != nil
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let prefix = hasPriorities ? "<\(event.level.priority)>" : "scand: \(event.level.word)"
    let line = Array((prefix + visible(event.message.description) + "\n").utf8)
    // A log daemon that hangs must not hold up the thread that reads scanners: the line is lost then.
    StandardError.writeWithoutWaiting(line)
  }
}

/// The log of the daemon as it is configured.
func logger(_ settings: DaemonSettings) -> Logger {
  let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
  return Logger(label: "scand") { _ in StandardErrorLog(level: level) }
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
