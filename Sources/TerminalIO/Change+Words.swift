// SPDX-License-Identifier: Apache-2.0

import Wire

extension Change {
  /// `2026-11-23 08:06:00 by alice`, in local time, safe to show.
  package var words: String { "\(LocalTime(time).dateAndClock) by \(visible(author.name))" }
}

extension LocalTime {
  /// `2026-11-23 08:06:00`
  package var dateAndClock: String { "\(date) \(clock)" }
}

extension WireObject {
  /// The object as a line of JSON.
  package var line: [UInt8] { json + [UInt8(ascii: "\n")] }
}
