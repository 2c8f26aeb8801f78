// SPDX-License-Identifier: Apache-2.0

import Glibc
import Wire

/// A time as a person types it: `2026-11-23`, `2026-11-23 08:06`, `yesterday`, or RFC 3339. Without
/// an offset it is local time, and a day is its first moment.
package struct Moment: Equatable {
  /// The moment.
  package let timestamp: Timestamp

  /// Reads `text`; nil if it is no moment.
  package init?(_ text: String, now: Timestamp) {
    let days: [String: Int32] = ["yesterday": -1, "today": 0, "tomorrow": 1]
    if let days = days[text] {
      timestamp = Self.startOfDay(days, after: now)
    } else if text == "now" {
      timestamp = now
    } else {
      guard let typed = Typed(text), let moment = typed.timestamp else { return nil }
      timestamp = moment
    }
  }

  private static func startOfDay(_ days: Int32, after now: Timestamp) -> Timestamp {
    var seconds = time_t(now.microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    parts.tm_mday += days
    (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (0, 0, 0, -1)
    return Timestamp(microseconds: Int64(mktime(&parts)) * 1_000_000)
  }
}

/// Date, time and offset as they were typed.
private struct Typed {
  /// The date and time as typed, taken as UTC.
  var clock: Timestamp
  /// Seconds east of UTC; nil for local time.
  var secondsEast: Int64?

  init?(_ text: String) {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { "T t".contains($0) }
    let time = parts.count > 1 ? parts[1] : "00:00"
    let zone = time.drop { !"Zz+-".contains($0) }
    let clock = time.dropLast(zone.count)
    let seconds = clock.utf8.count == 5 ? ":00" : ""
    guard let shown = Timestamp("\(parts[0])T\(clock)\(seconds)Z") else { return nil }
    self.clock = shown
    if !zone.isEmpty {
      guard let offset = Self.offset(zone) else { return nil }
      secondsEast = offset
    }
  }

  /// `Z` or `+01:00`.
  private static func offset(_ text: Substring) -> Int64? {
    if text.lowercased() == "z" { return 0 }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
      let hours = Int64(parts[0]), hours < 24, let minutes = Int64(parts[1]), minutes < 60
    else { return nil }
    return (text.first == "-" ? -60 : 60) * (hours * 60 + minutes)
  }

  var timestamp: Timestamp? {
    if let secondsEast {
      return Timestamp(microseconds: clock.microseconds - secondsEast * 1_000_000)
    }
    // gmtime_r(3) takes the clock apart, mktime(3) finds when it shows that here.
    let fraction = clock.microseconds % 1_000_000
    var seconds = time_t((clock.microseconds - fraction) / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    parts.tm_isdst = -1
    return Timestamp(microseconds: Int64(mktime(&parts)) * 1_000_000 + fraction)
  }
}

/// True if a byte is one of ASCII's digits.
package func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
