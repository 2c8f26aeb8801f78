// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Standard output.
public enum StandardOutput {
  /// Writes all bytes: write(2).
  public static func write(_ bytes: [UInt8]) throws(SystemCallError) {
    try SystemCalls.write(all: bytes[...], to: STDOUT_FILENO)
  }
}

/// Standard error. A line that cannot be written is lost: there is nowhere to report it.
public enum StandardError {
  /// Writes all bytes: write(2).
  public static func write(_ bytes: [UInt8]) {
    try? SystemCalls.write(all: bytes[...], to: STDERR_FILENO)
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
