// SPDX-License-Identifier: Apache-2.0

import Wedge

/// Whether a scanner's keys reach nobody else.
public enum Grab: Sendable, Equatable {
  /// They reach nobody else: EVIOCGRAB.
  case grabbed
  /// It will be grabbed when these keys are up: whoever saw them go down must see them come up.
  case waiting(for: [UInt16])
  /// The kernel refused, and says why; it is asked again from time to time.
  case refused(SystemCallError)
  /// The settings do not want it.
  case off
}

/// How many scans came from a scanner since it was plugged in.
public struct ScanCounts: Sendable, Equatable {
  /// Those that were read whole.
  public var whole = 0
  /// Those that were not, by what went wrong.
  public var incomplete: [Cause: Int] = [:]

  mutating func count(_ capture: Capture) {
    if let cause = capture.cause {
      incomplete[cause, default: 0] += 1
    } else {
      whole += 1
    }
  }
}

/// What there is to know about a scanner that is being read.
public struct ScannerState: Sendable, Equatable {
  /// Its name in records: letters, digits, `.`, `_` and `-` only.
  public var id: String
  /// What udev knows of it.
  public var properties: DeviceProperties
  /// Whether its keys reach nobody else.
  public var grab: Grab
  /// Since when it has been read, in microseconds of CLOCK_MONOTONIC.
  public var since: Int64
  /// What it has sent.
  public var counts = ScanCounts()
  /// How many times in a row something ended without a terminator.
  public var consecutiveWithoutTerminator = 0
  /// The grab has been waiting for longer than keys are down in a scan.
  public var isGrabOverdue = false

  /// What is wrong with it, if anything is.
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
