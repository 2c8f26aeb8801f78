// SPDX-License-Identifier: Apache-2.0

/// Cuts what a server sends into lines.
struct LineBuffer {
  private var bytes: [UInt8] = []
  /// Where the first line that has not been taken begins.
  private var start = 0
  /// Up to where a line end has been looked for.
  private var searched = 0

  /// How many bytes wait for their line's end, or to be taken.
  var count: Int { bytes.count - start }

  /// Takes what was received.
  mutating func append(_ chunk: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: chunk)
  }

  /// Takes the next line, without its line end, if it is whole.
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
