// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// Calls `body` with each line of a file descriptor, without its line end, until the end.
///
/// - Parameter body: also learns whether the next line has yet to be waited for, so that it can
///   flush what a person at a terminal wants to see.
package func forEachLine(of descriptor: Int32, _ body: ([UInt8], _ isLastForNow: Bool) -> Void) {
  var pending: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = try? systemCall("read") { read(descriptor, &chunk, chunk.count) }
    guard let count, count > 0 else { break }
    var start = 0
    while let end = chunk[start..<count].firstIndex(of: UInt8(ascii: "\n")) {
      let line = pending + chunk[start..<end]
      pending.removeAll(keepingCapacity: true)
      start = end + 1
      body(line, start == count)
    }
    pending += chunk[start..<count]
  }
  if !pending.isEmpty { body(pending, true) }
}
