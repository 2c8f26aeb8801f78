// SPDX-License-Identifier: Apache-2.0

// Why the daemon cannot start: one sentence for people, one of sysexits.h's codes for scripts.

import Feed
import Glibc
import Journal
import SystemCalls
import Wire

/// An error that keeps the daemon from starting.
protocol StartFailure: Error {
  /// What is wrong and what to do.
  var sentence: String { get }
  /// The exit status.
  var exitCode: Int32 { get }
}

extension JournalError: StartFailure {
  var sentence: String { description }

  var exitCode: Int32 {
    switch self {
    case .inUse: EX_TEMPFAIL
    case .system: EX_OSERR
    default: EX_IOERR
    }
  }
}

extension FeedError: StartFailure {
  var sentence: String { description }

  var exitCode: Int32 {
    if case .inUse = self { EX_UNAVAILABLE } else { EX_CANTCREAT }
  }
}

extension SystemCallError: StartFailure {
  var sentence: String { "The kernel or udev refuses what the daemon needs: \(self)." }
  var exitCode: Int32 { EX_OSERR }
}

/// What `body` gives; if it fails, the process ends with a sentence and a code.
func orEnd<T, Failure: StartFailure>(_ body: () throws(Failure) -> T) -> T {
  do throws(Failure) {
    return try body()
  } catch {
    complain(error.sentence)
    exit(error.exitCode)
  }
}

/// Writes a sentence to standard error, safe to show.
func complain(_ text: String) {
  StandardError.write(Array("scand: \(visible(text))\n".utf8))
}
