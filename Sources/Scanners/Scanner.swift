// SPDX-License-Identifier: Apache-2.0

// The order in which reading begins matters. Every ioctl that asks for the state of a device, or
// changes its clock, discards what waits to be read. So clock, mask and key state come first, at
// once after opening, while framing is not trusted anyway; afterwards only a drop asks again.
//
// A descriptor that was inherited holds what the process before had not read, and only a read gets
// it out: that comes before everything else.

import Wedge

/// One scanner that is being read.
final class Scanner {
  /// What it delivers to: captures, and each input for whoever looks on.
  struct Outlet {
    let capture: (Scanner, Capture) -> Void
    let input: (Scanner, Input) -> Void
  }

  /// How often a descriptor that always has more is read before others have their turn.
  private static let roundsInARow = 4

  var record: ScannerState
  /// The port that records are to tell about, until a whole scan has.
  var movedFrom: String?
  let device: any EventDevice
  private(set) var settings: DeviceSettings
  var wedge: WedgeDecoder
  /// When waiting for the grab has taken too long, or when to ask for it again: CLOCK_MONOTONIC.
  var grabDue: Int64?
  /// Keys were lost while a grab waits for all of them to be up.
  var areKeysDownInDoubt = false
  private let outlet: Outlet
  private var hasReadSomething: Bool
  private var gate = DropGate()
  private var batch = EventBatch()
  private var remains: Capture?

  /// Begins to read a device; `isInherited`: its descriptor is a dead process's.
  init(
    _ device: any EventDevice, isInherited: Bool, identity: Identities.Identity,
    properties: DeviceProperties, settings: DeviceSettings, outlet: Outlet
  ) {
    let unread = isInherited ? Self.takeUnread(from: device) : []
    self.device = device
    self.settings = settings
    self.outlet = outlet
    hasReadSomething = isInherited
    device.useMonotonicClock()
    device.maskAllButKeys()
    let keysDown = try? device.keysDown()
    let now = Clock.monotonic.now
    let remains = UnreadEvents(of: unread, profile: settings.profile)
    self.remains = remains?.capture
    wedge = WedgeDecoder(
      profile: settings.profile, openedAt: now, keysDown: keysDown, unread: remains)
    movedFrom = identity.movedFrom
    record = ScannerState(id: identity.id, properties: properties, grab: .off, since: now)
    beginGrab(isInherited: isInherited)
  }

  /// Delivers what a dead process had left unread, as one capture that is not whole.
  func deliverRemains() {
    if let remains { deliver(remains) }
    remains = nil
  }

  /// Whether a device with these keys can type a label: KEY_1 … KEY_0 and one of the two Enter keys
  /// (linux/input-event-codes.h).
  static func canScan(_ keys: KeySet) -> Bool {
    (2...11).allSatisfy(keys.contains) && [28, 96].contains(where: keys.contains)
  }

  /// What there is to know about it now.
  var state: ScannerState {
    var state = record
    state.consecutiveWithoutTerminator = wedge.consecutiveWithoutTerminator
    return state
  }

  /// What others should hear of when it changes.
  struct Condition: Equatable {
    let isGrabbed: Bool
    let problems: [ScannerProblem]
  }

  /// Its condition now.
  var condition: Condition {
    let state = state
    return Condition(isGrabbed: state.grab == .grabbed, problems: state.problems)
  }

  /// Reads what waits and delivers what it gives. An error means that the device is gone.
  func readEvents() throws(SystemCallError) {
    _ = try read(untilNothingWaits: false)
    settleGrab()
  }

  /// The moment by which `passTime` has something to do, in microseconds of CLOCK_MONOTONIC.
  var deadline: Int64? {
    [wedge.deadline, grabDeadline].compactMap { $0 }.min()
  }

  /// Does what is due. That nothing was sent for a while is known only when a read has said that
  /// nothing waits.
  func passTime() throws(SystemCallError) {
    let now = Clock.monotonic.now
    if try read(untilNothingWaits: true), let silence = wedge.deadline, silence <= now {
      take(.idle(now: now))
    }
    settleGrab()
  }

  /// Reads as other settings say: the profile when nothing is open, the grab at once.
  func apply(_ settings: DeviceSettings) {
    let before = self.settings
    self.settings = settings
    if settings.profile != before.profile { wedge.apply(profile: settings.profile) }
    if settings.grab != before.grab { changeGrab() }
  }

  /// Delivers what is open when reading ends; `cause` says why it ended.
  func end(_ cause: Cause) {
    let now = Clock.monotonic.now
    if gate.takeEnd() { take(.dropped(at: now, keysDown: nil)) }
    let input = Input.unplugged(at: now)
    outlet.input(self, input)
    guard var capture = wedge.process(input) else { return }
    if capture.cause == .unplugged { capture.cause = cause }
    deliver(capture)
  }

  /// Reads what waits; says whether a read has said that nothing more does. A batch that is not full
  /// is all there was, most likely; a second read is worth its time only if it matters.
  private func read(untilNothingWaits: Bool) throws(SystemCallError) -> Bool {
    for _ in 0..<Self.roundsInARow {
      guard try device.read(into: &batch) else {
        if gate.takeEnd() { takeDrop() }
        return true
      }
      for event in batch.events { pass(event) }
      if !untilNothingWaits, !batch.isFull, !gate.isHolding { break }
    }
    return false
  }

  private func pass(_ event: KeyEvent) {
    if isFirst(event), event.isLoss, event.time <= record.since { return }
    switch gate.take(event) {
    case .pass: take(.event(event))
    case .passAfterDrop(let time):
      take(.dropped(at: time, keysDown: nil))
      if case .waiting = record.grab { areKeysDownInDoubt = true }
      take(.event(event))
    case .discard: break
    }
  }

  /// What came between opening and setting the clock has become SYN_DROPPED, which waits for the first
  /// whole frame; as reading begins behind it, that is no loss, and the frame is whole.
  private func isFirst(_ event: KeyEvent) -> Bool {
    defer { hasReadSomething = true }
    return !hasReadSomething
  }

  /// Tells of a drop behind which nothing waits. What the kernel discards when the key state is asked
  /// for is older than the time that is given.
  func takeDrop() {
    let keysDown = try? device.keysDown()
    areKeysDownInDoubt = false
    take(.dropped(at: Clock.monotonic.now, keysDown: keysDown))
  }

  private func take(_ input: Input) {
    outlet.input(self, input)
    if let capture = wedge.process(input) { deliver(capture) }
  }

  private func deliver(_ capture: Capture) {
    record.counts.count(capture)
    outlet.capture(self, capture)
    if capture.cause == nil { movedFrom = nil }
  }

  /// What waits in an inherited descriptor. A scanner that sends without end must not hold up the
  /// start, and one that is gone shows later.
  private static func takeUnread(from device: any EventDevice) -> [KeyEvent] {
    var events: [KeyEvent] = []
    var batch = EventBatch()
    for _ in 0..<roundsInARow {
      guard (try? device.read(into: &batch)) == true else { break }
      events += batch.events
    }
    return events
  }
}
