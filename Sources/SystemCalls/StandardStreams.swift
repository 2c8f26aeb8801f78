// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Standard output.
public enum StandardOutput {
  /// Writes all bytes: write(2).
  public static func write(_ bytes: [UInt8]) throws(SystemCallError) {
    try SystemCalls.write(all: bytes[...], to: STDOUT_FILENO)
  }
}

/// Standard error. Bytes that cannot be written are lost: there is nowhere to report it.
public enum StandardError {
  /// Writes all bytes, and waits until the file takes them: write(2). A daemon uses a `LineWriter`.
  public static func write(_ bytes: [UInt8]) {
    try? SystemCalls.write(all: bytes[...], to: STDERR_FILENO)
  }

  /// A writer of lines to standard error.
  ///
  /// - Parameter lossLine: the line that tells of so many lost lines.
  public static func lineWriter(
    lossLine: @escaping @Sendable (Int) -> [UInt8]
  ) throws(SystemCallError) -> LineWriter {
    try LineWriter(to: STDERR_FILENO, lossLine: lossLine)
  }
}
