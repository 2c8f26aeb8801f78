// SPDX-License-Identifier: Apache-2.0

// The order in which reading begins matters. Every ioctl that asks for the state of a device, or
// changes its clock, discards what waits to be read. So clock, mask and key state come first, at
// once after opening, while framing is not trusted anyway; afterwards only a drop asks again.
//
// A descriptor that was inherited holds what the process before had not read, and only a read gets
// it out: that comes before everything else.

import CLinux
import Configuration
import SystemCalls
import Wedge

/// One scanner that is being read.
final class Scanner {
  /// Receives each capture with the settings that were in force when its scan began.
  typealias Outlet = (Scanner, Capture, ScannerSettings) -> Void

  /// The number of reads in a row of a descriptor that always has more, before others have their turn.
  private static let roundsInARow = 4

  var record: ScannerState
  /// The port that records are to tell about, until a whole scan has.
  var movedFrom: String?
  let device: any EventDevice
  /// The settings in force: those of the scan that is open, if one is.
  private var settings: ScannerSettings
  /// Newer settings, which wait until the open scan has come out.
  private var nextSettings: ScannerSettings?
  /// True if the newest settings want the grab.
  private(set) var wantsGrab: Bool
  var wedge: WedgeDecoder
  /// The moment when waiting for the grab has taken too long, or when to ask for it again:
  /// CLOCK_MONOTONIC.
  var grabDue: Int64?
  /// Keys were lost while a grab waits for all of them to be up.
  var areKeysDownInDoubt = false
  /// The keys that are down were known at the opening, or after the last drop.
  private(set) var areKeysKnown: Bool
  /// Others who are told each input.
  var taps: [KeyTap] = []
  private let outlet: Outlet
  private var hasReadSomething: Bool
  private var gate = DropGate()
  private var batch = EventBatch()
  private var unread: Capture?
  private var reReads = ReReads()

  /// Begins to read a device; `isInherited`: its descriptor is a dead process's.
  init(
    _ device: any EventDevice, isInherited: Bool, identity: Identities.Identity,
    properties: DeviceProperties, settings: ScannerSettings, outlet: @escaping Outlet
  ) {
    let events = isInherited ? Self.readUnreadEvents(of: device) : []
    self.device = device
    self.settings = settings
    wantsGrab = settings.grab
    self.outlet = outlet
    hasReadSomething = isInherited
    device.useMonotonicClock()
    device.maskAllButKeys()
    let keysDown = try? device.keysDown()
    areKeysKnown = keysDown != nil
    let now = SystemClock.monotonic.now
    let unread = UnreadEvents(of: events, profile: settings.profile)
    self.unread = unread?.capture
    wedge = WedgeDecoder(
      profile: settings.profile, openedAt: now, keysDown: keysDown, isGrabbed: isInherited,
      unread: unread,
      isCut: identity.isCut)
    movedFrom = identity.movedFrom
    record = ScannerState(id: identity.id, properties: properties, grab: .off, since: now)
    beginGrab(isInherited: isInherited)
  }

  /// Delivers the events that a dead process had left unread, as one capture that is not whole.
  func deliverUnread() {
    if let unread { deliver(unread) }
    unread = nil
  }

  /// True if a device with these keys can type a label: all digits and one of the two Enter keys.
  static func canScan(_ keys: KeySet) -> Bool {
    (KEY_1...KEY_0).allSatisfy { keys.contains(UInt16($0)) }
      && [KEY_ENTER, KEY_KPENTER].contains { keys.contains(UInt16($0)) }
  }

  /// The present state.
  var state: ScannerState {
    var state = record
    state.consecutiveWithoutTerminator = wedge.consecutiveWithoutTerminator
    return state
  }

  /// True if the last scan has not ended with its terminator: it is open, or was cut.
  var isUnfinished: Bool { wedge.hasOpenScan || wedge.isCut }

  /// The part of the state whose changes are reported.
  struct Condition: Equatable {
    let isGrabbed: Bool
    let problems: [ScannerProblem]
  }

  /// The present condition.
  var condition: Condition {
    let state = state
    return Condition(isGrabbed: state.grab == .grabbed, problems: state.problems)
  }

  /// Reads what waits and delivers the captures that it completes. An error means that the device is
  /// gone.
  func readEvents() throws(SystemCallError) {
    _ = try read(untilNothingWaits: false)
    settleGrab()
  }

  /// The moment by which `passTime` has something to do, in microseconds of CLOCK_MONOTONIC.
  var deadline: Int64? {
    [wedge.deadline, grabDeadline].compactMap { $0 }.min()
  }

  /// Does what is due. A silence is certain only when a read has found that nothing waits.
  func passTime() throws(SystemCallError) {
    let now = SystemClock.monotonic.now
    if try read(untilNothingWaits: true), let silence = wedge.deadline, silence <= now {
      process(.idle(now: now))
    }
    settleGrab()
  }

  /// Reads as other settings say: an open scan is read to its end as before, the grab changes at once.
  func apply(_ newest: ScannerSettings) {
    if newest.profile != (nextSettings ?? settings).profile {
      wedge.apply(profile: newest.profile)
    }
    nextSettings = newest
    changeSettings()
    if newest.grab != wantsGrab {
      wantsGrab = newest.grab
      changeGrab()
    }
  }

  /// Goes over to settings that waited, unless a scan is open. The wedge goes over to another profile
  /// at the same moment.
  private func changeSettings() {
    guard let nextSettings, !wedge.hasOpenScan else { return }
    settings = nextSettings
    self.nextSettings = nil
  }

  /// Delivers the open scan when reading ends; `cause` says why it ended.
  func end(_ cause: Cause) {
    let now = SystemClock.monotonic.now
    if gate.endDrop() { process(.dropped(at: now, keysDown: nil)) }
    endTaps(cause == .unplugged ? .unplugged : .released, at: now)
    guard var capture = wedge.process(.unplugged(at: now)) else { return }
    if capture.cause == .unplugged { capture.cause = cause }
    deliver(capture)
  }

  /// Reads what waits. A batch that is not full is all there was, most likely; a second read is worth
  /// its time only if it matters.
  ///
  /// - Returns: true if a read has found that nothing more waits.
  private func read(untilNothingWaits: Bool) throws(SystemCallError) -> Bool {
    for _ in 0..<Self.roundsInARow {
      guard try device.read(into: &batch) else {
        if gate.endDrop() { processDrop() }
        return true
      }
      for event in batch.events { process(event) }
      if !untilNothingWaits, !batch.isFull, !gate.isHolding { break }
    }
    return false
  }

  private func process(_ event: KeyEvent) {
    if isFirst(event), event.isLoss, event.time <= record.since { return }
    switch gate.admit(event) {
    case .pass: process(.event(event))
    case .passAfterDrop(let time):
      areKeysKnown = false
      process(.dropped(at: time, keysDown: nil))
      if case .waiting = record.grab { areKeysDownInDoubt = true }
      process(.event(event))
    case .discard: break
    }
  }

  /// Events between opening and setting the clock have become SYN_DROPPED, which waits for the first
  /// whole frame; as reading begins behind it, that is no loss, and the frame is whole.
  private func isFirst(_ event: KeyEvent) -> Bool {
    defer { hasReadSomething = true }
    return !hasReadSomething
  }

  /// Processes a drop behind which nothing waits. The events that the kernel discards when the key
  /// state is asked for are older than the time that is given.
  func processDrop() {
    let keysDown = try? device.keysDown()
    areKeysDownInDoubt = false
    areKeysKnown = keysDown != nil
    process(.dropped(at: SystemClock.monotonic.now, keysDown: keysDown))
  }

  private func process(_ input: Input) {
    if !taps.isEmpty { for tap in taps { tap.put(input) } }
    changeSettings()
    if let capture = wedge.process(input) { deliver(capture) }
  }

  private func deliver(_ capture: Capture) {
    if capture.cause == nil, reReads.isReRead(capture, within: settings.reReadWindow) {
      record.counts.reRead += 1
    } else {
      record.counts.count(capture)
      outlet(self, capture, settings)
      if capture.cause == nil { movedFrom = nil }
    }
    // Also if the same key has opened the next scan.
    if let nextSettings { settings = nextSettings }
    nextSettings = nil
  }

  /// The events that wait in an inherited descriptor. A scanner that sends without end must not hold
  /// up the start, and one that is gone shows later.
  private static func readUnreadEvents(of device: any EventDevice) -> [KeyEvent] {
    var events: [KeyEvent] = []
    var batch = EventBatch()
    for _ in 0..<roundsInARow {
      guard (try? device.read(into: &batch)) == true else { break }
      events += batch.events
    }
    return events
  }
}
