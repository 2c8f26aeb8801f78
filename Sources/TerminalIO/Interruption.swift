// SPDX-License-Identifier: Apache-2.0

// A signal handler may call few functions and touch no Swift object, so what it needs is laid out
// for it beforehand as C strings.

import Glibc

/// The cleanup at Ctrl+C, SIGTERM and SIGHUP.
package enum Interruption {
  /// Removes this file then; nil: none.
  package static func removes(_ path: String?) {
    // The old string is not freed: the handler may be reading it.
    unfinishedFile = path.flatMap { strdup($0) }
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = path == nil ? SIG_DFL : clearAway
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(signal, &action, nil)
    }
  }
}

nonisolated(unsafe) private var unfinishedFile: UnsafeMutablePointer<CChar>?

private let farewell: StaticString = "\nscanctl: ended before the end; no file was written.\n"

private func clearAway(_ signal: Int32) {
  if let unfinishedFile { unlink(unfinishedFile) }
  _ = write(STDERR_FILENO, farewell.utf8Start, farewell.utf8CodeUnitCount)
  // SA_RESETHAND: this time it ends the program, and the shell learns by what.
  raise(signal)
}
