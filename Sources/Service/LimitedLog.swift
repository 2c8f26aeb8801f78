// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import SystemCalls

/// A log in which no event outside can fill the disk; any thread may write to it.
final class LimitedLog: Sendable {
  private let log: Logger
  private let limiter = Mutex(LineLimiter())

  init(_ log: Logger) {
    self.log = log
  }

  /// Writes a line, or holds it back if there were many of its cause.
  ///
  /// - Parameter subject: the device or the like that it is about.
  func write(
    _ level: Logger.Level, _ kind: LineLimiter.Kind, about subject: String = "",
    _ text: @autoclosure () -> String
  ) {
    guard level >= log.logLevel else { return }
    let line = LineLimiter.Line(level: level, text: text())
    let now = SystemClock.monotonic.now
    let cause = LineLimiter.Cause(kind: kind, subject: subject)
    if let line = limiter.withLock({ $0.admit(line, of: cause, at: now) }) { write(line) }
  }

  /// The moment when `tellHeldBack` has something to do, in microseconds of CLOCK_MONOTONIC; nil if no
  /// line is held back.
  var nextDue: Int64? { limiter.withLock { $0.nextDue } }

  /// Writes the lines that were held back and are due.
  ///
  /// - Parameter now: the present moment of CLOCK_MONOTONIC; at the end, one after all others.
  func tellHeldBack(at now: Int64) {
    for line in limiter.withLock({ $0.due(at: now) }) { write(line) }
  }

  private func write(_ line: LineLimiter.Line) {
    log.log(level: line.level, "\(line.text)")
  }
}
