// SPDX-License-Identifier: Apache-2.0

// A fixed scanner reads a label again and again while it lies in front of it. Each reading within the window
// moves the window on, as it does in scanners that have such a setting themselves.

import Wedge

/// The memory of a scanner's last label.
struct ReReads {
  private var last: (data: [UInt8], time: Int64)?

  /// Notes a whole scan. Returns true if it is the label before it, read again within `window`
  /// microseconds; 0 is no window.
  mutating func isReRead(_ capture: Capture, within window: Int64) -> Bool {
    guard window > 0 else {
      last = nil
      return false
    }
    defer { last = (capture.data, capture.time) }
    guard let last, last.data == capture.data else { return false }
    let passed = capture.time.subtractingReportingOverflow(last.time)
    return !passed.overflow && passed.partialValue <= window
  }
}
