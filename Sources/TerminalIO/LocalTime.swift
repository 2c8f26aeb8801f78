// SPDX-License-Identifier: Apache-2.0

import Glibc
import Wire

/// A timestamp in local time (localtime_r(3)).
package struct LocalTime {
  private let parts: tm

  /// The local time of a timestamp.
  package init(_ timestamp: Timestamp) {
    self.init(timestamp) { localtime_r($0, $1) }
  }

  /// The timestamp in UTC (gmtime_r(3)).
  package init(inUTC timestamp: Timestamp) {
    self.init(timestamp) { gmtime_r($0, $1) }
  }

  private init(
    _ timestamp: Timestamp, convert: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> Void
  ) {
    var seconds = time_t(timestamp.microseconds / 1_000_000)
    var parts = tm()
    convert(&seconds, &parts)
    self.parts = parts
  }

  /// `08:06:00`
  package var clock: String {
    [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded($0) }.joined(separator: ":")
  }

  /// `2026-11-23`
  package var date: String {
    "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
  }

  /// The clock's offset from UTC, in seconds.
  package var secondsEast: Int { parts.tm_gmtoff }

  private func padded(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

/// A span of time as people say it: `3 days 4 h`, `5 min 10 s`.
package func span(seconds: Int64) -> String {
  let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]
  guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0 s" }
  let (size, name) = units[first]
  var text = "\(seconds / size) \(name)"
  if first + 1 < units.count, seconds % size >= units[first + 1].0 {
    text += " \(seconds % size / units[first + 1].0) \(units[first + 1].1)"
  }
  return text
}

/// The wall clock (time(2)).
package func now() -> Timestamp {
  Timestamp(microseconds: Int64(time(nil)) * 1_000_000)
}
