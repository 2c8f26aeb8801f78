// SPDX-License-Identifier: Apache-2.0

// A signal handler may call few functions and touch no Swift object, so what it needs is laid out
// for it beforehand as C strings.

import Glibc

/// The cleanup at Ctrl+C, SIGTERM and SIGHUP.
package enum Interruption {
  /// Removes this file of an open directory then; nil: none.
  package static func removes(_ name: String?, in directory: Int32 = -1) {
    // The old string is not freed: the handler may be reading it.
    unfinishedFile = name.flatMap { strdup($0) }
    unfinishedFilesDirectory = directory
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = name == nil ? SIG_DFL : clearAway
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(signal, &action, nil)
    }
  }
}

nonisolated(unsafe) private var unfinishedFile: UnsafeMutablePointer<CChar>?
nonisolated(unsafe) private var unfinishedFilesDirectory: Int32 = -1

private let farewell: StaticString = "\nscanctl: ended before the end; no file was written.\n"

private func clearAway(_ signal: Int32) {
  if let unfinishedFile { unlinkat(unfinishedFilesDirectory, unfinishedFile, 0) }
  _ = write(STDERR_FILENO, farewell.utf8Start, farewell.utf8CodeUnitCount)
  // SA_RESETHAND: this time it ends the program, and the shell learns by what.
  raise(signal)
}
