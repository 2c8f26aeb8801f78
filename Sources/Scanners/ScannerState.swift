// SPDX-License-Identifier: Apache-2.0

import Configuration
import KeyNames
import SystemCalls
import Wedge

/// The state of a scanner's grab.
public enum Grab: Sendable, Equatable {
  /// The keys reach nobody else: EVIOCGRAB.
  case grabbed
  /// The grab waits until these keys are up: a program that saw them go down must see them come up.
  case waiting(for: [UInt16])
  /// The kernel refused with this error; it is asked again from time to time.
  case refused(SystemCallError)
  /// The settings do not want it.
  case off
}

/// The numbers of scans that came from a scanner since it was plugged in.
public struct ScanCounts: Sendable, Equatable {
  /// Those that were read whole.
  public var whole = 0
  /// Those that were the label before them, read again within ReReadWindow=; they were not delivered.
  public var reRead = 0
  /// Those that were not, by cause.
  public var incomplete: [Cause: Int] = [:]

  mutating func count(_ capture: Capture) {
    if let cause = capture.cause {
      incomplete[cause, default: 0] += 1
    } else {
      whole += 1
    }
  }
}

/// A scanner that is being read.
public struct ScannerState: Sendable, Equatable {
  /// Its name in records: letters, digits, `.`, `_` and `-` only.
  public var id: String
  /// Its properties in udev's database.
  public var properties: DeviceProperties
  /// The state of its grab.
  public var grab: Grab
  /// The moment at which reading began, in microseconds of CLOCK_MONOTONIC.
  public var since: Int64
  /// The scans that it has sent.
  public var counts = ScanCounts()
  /// The number of scans in a row that ended without a terminator.
  public var consecutiveWithoutTerminator = 0
  /// The grab has been waiting for longer than keys are down in a scan.
  public var isGrabOverdue = false

  /// The present problems.
  public var problems: [ScannerProblem] {
    [grabProblem, consecutiveWithoutTerminator >= 3 ? .noTerminator : nil].compactMap { $0 }
  }

  private var grabProblem: ScannerProblem? {
    switch grab {
    case .waiting(let keys): isGrabOverdue ? .keyHeld(code: keys.first ?? 0) : nil
    case .refused(let error): .grabRefused(error)
    case .grabbed, .off: nil
    }
  }
}

/// A problem of a scanner that is being read.
public enum ScannerProblem: Sendable, Equatable {
  /// It is not grabbed, because this key has been down for longer than keys are in a scan.
  case keyHeld(code: UInt16)
  /// It is not grabbed, because the kernel refused; EBUSY means that another program has it.
  case grabRefused(SystemCallError)
  /// Three scans in a row or more ended without a terminator.
  case noTerminator

  /// The problem and its cure in a sentence, without text from outside.
  public var text: String {
    switch self {
    case .keyHeld(let code):
      "not grabbed, because a key is held down (\(keyName(code))): what it scans reaches other "
        + "programs too; release the key, or plug the scanner in again"
    case .grabRefused(let error) where error.errno == .resourceBusy:
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
