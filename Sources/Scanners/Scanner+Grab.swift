// SPDX-License-Identifier: Apache-2.0

// A grab while a key is down would leave everybody else with a key that never comes up: the console
// would repeat it for ever. So it waits until all are up, which between two keys of a scan they are.

import Glibc
import Wedge

extension Scanner {
  /// How long keys may be down before somebody should hear of it, in microseconds.
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

  /// Grabs at the start, if that is wanted. The kernel says EBUSY to who has the grab already, and an
  /// inherited descriptor does have it.
  func beginGrab(isInherited: Bool) {
    record.grab = settings.grab ? .waiting(for: wedge.keysDown.codes) : .off
    record.isGrabOverdue = false
    grabDue = Clock.monotonic.now + Self.grabPatience
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
      // Not to know of any key that is down is not to know that none is.
      if areKeysDownInDoubt { takeDrop() }
      record.grab = .waiting(for: wedge.keysDown.codes)
      if wedge.keysDown.isEmpty {
        tryGrab()
      } else if isGrabDue {
        record.isGrabOverdue = true
      }
    }
  }

  /// Does what newly applied settings want.
  func changeGrab() {
    if settings.grab {
      beginGrab(isInherited: false)
    } else {
      if record.grab == .grabbed { try? device.grab(false) }
      record.grab = .off
      record.isGrabOverdue = false
    }
  }

  private var isGrabDue: Bool {
    grabDue.map { $0 <= Clock.monotonic.now } ?? false
  }

  private func tryGrab() {
    record.isGrabOverdue = false
    do throws(SystemCallError) {
      try device.grab(true)
      record.grab = .grabbed
    } catch {
      record.grab = .refused(error)
      grabDue = Clock.monotonic.now + Self.grabRetryInterval
    }
  }

  private func adoptGrab() {
    do throws(SystemCallError) {
      try device.grab(settings.grab)
    } catch {
      if error.code != EBUSY { return settleGrab() }
    }
    record.grab = settings.grab ? .grabbed : .off
  }
}
