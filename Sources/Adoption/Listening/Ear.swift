// SPDX-License-Identifier: Apache-2.0

// Reading begins as in `Scanners`: clock, mask and key state come first, since each of them discards what
// waits. The grab waits until no key is down: other programs that saw a key go down must see it come up, or the
// console repeats it for ever.

import CLinux
import Configuration
import Scanners
import SystemCalls
import Wedge

/// A candidate that is being read.
final class Ear {
  /// The state of the grab.
  enum Grab: Equatable {
    case grabbed
    case waiting
    /// Another program has it, or the kernel refused.
    case refused(SystemCallError)
  }

  /// The number of reads in a row of a device that always has more, before others have their turn.
  private static let readsInARow = 4

  let candidate: Candidate
  private(set) var grab = Grab.waiting
  private let device: any EventDevice
  private var gate = DropGate()
  private var batch = EventBatch()
  private let openedAt: Int64

  /// Begins to read a device. Nobody is kept from its keys before `settleGrab`.
  init(_ device: any EventDevice, of candidate: Candidate) {
    self.device = device
    self.candidate = candidate
    device.useMonotonicClock()
    device.maskAllButKeys()
    openedAt = SystemClock.monotonic.now
  }

  /// The descriptor, readable when there are events.
  var descriptor: Int32 { device.descriptor }

  /// The directory below /sys of the device.
  var sysPath: String { candidate.device.properties.sysPath }

  /// Has `listening` know the device from now on.
  func introduce(to listening: inout Listening, as number: Listening.Number) {
    let keysDown = try? device.keysDown()
    listening.add(number, openedAt: openedAt, keysDown: keysDown)
  }

  /// Takes the device for this program alone, if no key of it is down: EVIOCGRAB.
  func settleGrab(keysDown: KeySet) {
    guard grab != .grabbed, keysDown.isEmpty else { return }
    do throws(SystemCallError) {
      try device.grab(true)
      grab = .grabbed
    } catch {
      grab = .refused(error)
    }
  }

  /// The inputs that wait to be read. An error means that the device is gone.
  ///
  /// - Returns: the inputs, with `.idle` at the end if a read has found that nothing more waits.
  func read() throws(SystemCallError) -> [Input] {
    var inputs: [Input] = []
    for _ in 0..<Self.readsInARow {
      guard try device.read(into: &batch) else {
        let now = SystemClock.monotonic.now
        if gate.endDrop() { inputs.append(.dropped(at: now, keysDown: try? device.keysDown())) }
        return inputs + [.idle(now: now)]
      }
      for event in batch.events { admit(event, into: &inputs) }
    }
    return inputs
  }

  /// Events between opening and setting the clock have become SYN_DROPPED; as reading begins behind it, that is
  /// no loss.
  private func admit(_ event: KeyEvent, into inputs: inout [Input]) {
    if event.type == UInt16(EV_SYN), event.code == UInt16(SYN_DROPPED), event.time <= openedAt {
      return
    }
    switch gate.admit(event) {
    case .pass: inputs.append(.event(event))
    case .passAfterDrop(let time):
      inputs += [.dropped(at: time, keysDown: nil), .event(event)]
    case .discard: break
    }
  }
}
