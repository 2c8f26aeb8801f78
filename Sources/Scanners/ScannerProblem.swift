// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What can be wrong with a scanner that is being read.
public enum ScannerProblem: Sendable, Equatable {
  /// It is not grabbed, because this key has been down for longer than keys are in a scan.
  case keyHeld(code: UInt16)
  /// It is not grabbed, because the kernel said no; EBUSY means that another program has it.
  case grabRefused(SystemCallError)
  /// Three times in a row or more, something ended without a terminator.
  case noTerminator

  /// A sentence about it, and the cure. No text from outside is in it.
  public var text: String {
    switch self {
    case .keyHeld(let code):
      "not grabbed, because a key is held down (code \(code)): what it scans reaches other programs "
        + "too; release the key, or plug the scanner in again"
    case .grabRefused(let error) where error.code == EBUSY:
      "not grabbed, because another program has grabbed it: nothing it scans arrives here until that "
        + "program ends"
    case .grabRefused(let error):
      "not grabbed (\(error)): what it scans reaches other programs too"
    case .noTerminator:
      "sends no terminator, so that no scan is known to be whole: program the scanner to send Enter "
        + "after each scan, or set Terminator= to what it does send"
    }
  }
}
