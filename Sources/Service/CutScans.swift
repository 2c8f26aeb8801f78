// SPDX-License-Identifier: Apache-2.0

// The tail of a scan that was cut by the end of this process may come at any time, and only the next process
// can tell it from a scan. So it has to know which scanners are meant. The names go to it in a file in memory
// that the service manager keeps beside the scanners' descriptors: like them, it is gone after a boot.

import SystemCalls

/// The names of the scanners whose last scan was cut, on their way to the next process.
enum CutScans {
  /// The name in the service manager's store; no scanner's is like it (ID_PATH_TAG).
  static let name = "scand-cut-scans"

  /// More than all the names that are remembered.
  private static let longest = 1 << 20

  /// A file with these names, one a line.
  static func write(_ scanners: Set<String>) throws(SystemCallError) -> Descriptor {
    let file = try Descriptor(inMemory: name)
    let text = scanners.sorted().map { $0 + "\n" }.joined()
    try file.writeAll(Array(text.utf8)[...])
    return file
  }

  /// The names in a file that `write` has made.
  static func read(_ file: borrowing Descriptor) throws(SystemCallError) -> Set<String> {
    var bytes = [UInt8](repeating: 0, count: longest)
    let length = try file.read(into: &bytes, at: 0)
    let lines = bytes[..<length].split(separator: UInt8(ascii: "\n"))
    return Set(lines.map { String(decoding: $0, as: UTF8.self) })
  }
}
