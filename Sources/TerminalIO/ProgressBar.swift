// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// A progress bar on one line of standard error; nothing where that is not a terminal.
package struct ProgressBar {
  private let isShown: Bool
  private var lastDrawn: ContinuousClock.Instant?

  /// A bar, if somebody can see it and `wanted`.
  package init(wanted: Bool) {
    let terminal = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    isShown = wanted && isatty(STDERR_FILENO) == 1 && terminal != "dumb"
  }

  /// Draws it anew, at most ten times a second.
  ///
  /// - Parameter text: what stands behind it, harmless.
  package mutating func draw(_ done: Int64, of all: Int64, _ text: String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastDrawn, lastDrawn.duration(to: now) < .milliseconds(100) { return }
    lastDrawn = now
    put("\r\(Self.line(done, of: all, text, columns: columns))\u{1B}[K")
  }

  /// Leaves the line empty.
  package mutating func clear() {
    guard lastDrawn != nil else { return }
    lastDrawn = nil
    put("\r\u{1B}[K")
  }

  /// `[=========>          ]  47 %  4,711 records`, one column less than the terminal has.
  package static func line(_ done: Int64, of all: Int64, _ text: String, columns: Int) -> String {
    let share = all > 0 ? min(max(Double(done) / Double(all), 0), 1) : 1
    let percent = "\(Int(share * 100))"
    let rest = String(repeating: " ", count: 3 - percent.count) + percent + " %  \(text)"
    let room = min(columns - 1, 78) - rest.count - 4
    guard room >= 4 else { return String(rest.prefix(max(columns - 1, 0))) }
    let filled = Int(share * Double(room))
    let bar = String(repeating: "=", count: filled) + (filled < room ? ">" : "")
    return "[" + bar + String(repeating: " ", count: room - bar.count) + "]  " + rest
  }

  private var columns: Int {
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  private func put(_ text: String) {
    StandardError.write(Array(text.utf8))
  }
}
