// SPDX-License-Identifier: Apache-2.0

/// Cuts the bytes of a server into lines.
struct LineBuffer {
  private var bytes: [UInt8] = []
  /// The beginning of the first line that has not been removed.
  private var start = 0
  /// The end of the bytes searched for a line end.
  private var searched = 0

  /// The number of bytes that wait for their line's end, or to be removed.
  var count: Int { bytes.count - start }

  /// Adds the bytes received.
  mutating func append(_ chunk: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: chunk)
  }

  /// Removes the next line, without its line end, if it is whole.
  mutating func next() -> [UInt8]? {
    guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = bytes.count
      return nil
    }
    defer {
      start = end + 1
      searched = start
    }
    return Array(bytes[start..<end])
  }
}
