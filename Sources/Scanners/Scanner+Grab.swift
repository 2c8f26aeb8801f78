// SPDX-License-Identifier: Apache-2.0

// A grab while a key is down would leave everybody else with a key that never comes up: the console
// would repeat it for ever. So it waits until all are up, which between two keys of a scan they are.

import SystemCalls
import Wedge

extension Scanner {
  /// The longest time that keys may be down before it is a problem, in microseconds.
  static let grabPatience: Int64 = 2_000_000
  /// The time between two attempts to grab what another program has, in microseconds.
  static let grabRetryInterval: Int64 = 5_000_000

  /// The moment when `settleGrab` has something to do although nothing was read.
  var grabDeadline: Int64? {
    switch record.grab {
    case .waiting where !record.isGrabOverdue: grabDue
    case .refused: grabDue
    case .waiting, .grabbed, .off: nil
    }
  }

  /// Grabs at the start, if that is wanted. The kernel returns EBUSY also to the descriptor that has
  /// the grab already, as an inherited one does.
  func beginGrab(isInherited: Bool) {
    record.grab = wantsGrab ? .waiting(for: wedge.keysDown.codes) : .off
    record.isGrabOverdue = false
    grabDue = SystemClock.monotonic.now + Self.grabPatience
    if isInherited {
      adoptGrab()
    } else {
      settleGrab()
    }
  }

  /// Grabs if that is wanted, has not been done, and is possible now.
  func settleGrab() {
    switch record.grab {
    case .grabbed, .off: break
    case .refused: if isGrabDue { beginGrab(isInherited: false) }
    case .waiting:
      // After a loss no key is known to be down, which is not to know that none is.
      if areKeysDownInDoubt { processDrop() }
      record.grab = .waiting(for: wedge.keysDown.codes)
      if wedge.keysDown.isEmpty {
        tryGrab()
      } else if isGrabDue {
        record.isGrabOverdue = true
      }
    }
  }

  /// Grabs or lets go as newly applied settings say.
  func changeGrab() {
    if wantsGrab {
      beginGrab(isInherited: false)
    } else {
      if record.grab == .grabbed { try? device.grab(false) }
      record.grab = .off
      record.isGrabOverdue = false
    }
  }

  private var isGrabDue: Bool {
    grabDue.map { $0 <= SystemClock.monotonic.now } ?? false
  }

  private func tryGrab() {
    record.isGrabOverdue = false
    do throws(SystemCallError) {
      try device.grab(true)
      record.grab = .grabbed
    } catch {
      record.grab = .refused(error)
      grabDue = SystemClock.monotonic.now + Self.grabRetryInterval
    }
  }

  private func adoptGrab() {
    do throws(SystemCallError) {
      try device.grab(wantsGrab)
    } catch {
      if error.errno != .resourceBusy { return settleGrab() }
    }
    record.grab = wantsGrab ? .grabbed : .off
  }
}
