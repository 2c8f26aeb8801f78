// SPDX-License-Identifier: Apache-2.0

// The tail of a scan that was cut by the end of this process may come at any time, and only the next process
// can tell it from a scan. So it must know which scanners are meant, however this one ended. The names are in a
// file beside the socket: it outlives a kill and a stop, and not a boot. Reading a key must not wait for a disk;
// the socket's directory has none.

import SystemCalls

/// The names of the scanners whose last scan has not ended with its terminator, for the next process.
final class UnfinishedScans {
  /// More than the names of all scanners that are remembered.
  private static let longest = 1 << 20

  private let file: Descriptor

  /// The file of these names beside a socket; it is created if it is not there.
  init(beside socket: String) throws(SystemCallError) {
    let directory = socket.lastIndex(of: "/").map { socket[...$0] } ?? ""
    file = try Descriptor(
      opening: directory + "unfinished-scans", .readWrite, [.create, .noFollow, .nonBlocking],
      permissions: [.ownerReadWrite])
  }

  /// The names, of the process before if `write` has not been called.
  func read() throws(SystemCallError) -> Set<String> {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while bytes.count < Self.longest {
      let length = try file.read(into: &piece, at: Int64(bytes.count))
      if length == 0 { break }
      bytes += piece[..<length]
    }
    return Set(
      bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) })
  }

  /// Replaces the names. A kill in the middle leaves names too many, whose scanners are asked for one label
  /// more.
  func write(_ scanners: Set<String>) throws(SystemCallError) {
    let bytes = Array(scanners.sorted().map { $0 + "\n" }.joined().utf8)
    try file.writeAll(bytes[...], at: 0)
    try file.truncate(to: Int64(bytes.count))
  }
}
