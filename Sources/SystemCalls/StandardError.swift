// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Standard error. A line that cannot be written is lost: there is nowhere to report it.
public enum StandardError {
  /// Writes all bytes: write(2).
  public static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try? systemCall("write") {
        rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      }
      guard let count else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes a line, or loses it rather than wait for a log daemon that hangs: send(2).
  public static func writeWithoutWaiting(_ line: [UInt8]) {
    do throws(SystemCallError) {
      try systemCall("send") {
        send(STDERR_FILENO, line, line.count, Int32(MSG_DONTWAIT))
      }
    } catch {
      if error.errno == .notSocket { write(line) }
    }
  }
}
