// SPDX-License-Identifier: Apache-2.0

// The errors that keep the daemon from starting, or that end it: a sentence for people and one of
// sysexits.h's codes for scripts.

import Feed
import Glibc
import Journal
import SystemCalls
import Wire

/// Writes an error that ends the daemon to standard error.
///
/// - Returns: the exit status.
public func report(_ error: any Error) -> Int32 {
  switch error {
  case let errors as ConfigurationErrors:
    complain(errors.problems.map(\.description))
    return EX_CONFIG
  case let error as JournalError:
    complain(error.description)
    switch error.code {
    case .inUse: return EX_TEMPFAIL
    case .systemCallFailed: return EX_OSERR
    default: return EX_IOERR
    }
  case let error as FeedError:
    complain(error.description)
    if case .inUse = error { return EX_UNAVAILABLE }
    return EX_CANTCREAT
  case let error as SystemCallError:
    complain("The kernel or udev refuses a call that the daemon needs: \(error).")
    return EX_OSERR
  default:
    complain("\(error)")
    return EX_SOFTWARE
  }
}

/// Writes sentences to standard error, safe to show. If standard error takes nothing, the process must end
/// all the same, so this waits for two seconds in all.
private func complain(_ texts: [String]) {
  let deadline = SystemClock.monotonic.now + 2_000_000
  for text in texts {
    StandardErrorLog.writer?.post(Array("scand: \(visible(text))\n".utf8))
    StandardErrorLog.writer?.finish(by: deadline)
  }
}

private func complain(_ text: String) {
  complain([text])
}
