// SPDX-License-Identifier: Apache-2.0

// The framing rule: how whole scans are told from pieces of scans.
//
// A scan opens with the first key that types something and ends when the terminator's key goes
// down. Only presses and releases are activity; autorepeat, modifiers, locks and releases open no
// scan.
//
// Framing is trusted or it is not. While it is trusted, everything between two terminators is a
// whole scan. It is not trusted when reading begins, nor after a scan was damaged: by keys that the
// kernel or the device lost, by a pause, by too many characters, by a terminator that did not come.
// Data that arrive untrusted are collected and reported as incomplete. Trust returns
//
// - with a press of the terminator, in whatever spelling;
// - with the release of a terminator whose press was lost, if no key that might follow the
//   terminator was seen before the release;
// - with a silence, unless a scan was cut: longer than the character timeout if no key was down when
//   reading began and none has moved since, else longer than the abandon gap. (A recording may not
//   tell which keys were down; there, a key that comes up after 250 ms without having been seen to go
//   down does not count.)
//
// A scan was cut if characters were read and then a silence came instead of the terminator, or the
// scanner went away, or the process that read it. Its tail may come at any time, so only a terminator
// restores trust.
//
// A limit that is reached exactly is not exceeded. A terminator with nothing before it is ignored,
// whether it comes from a person at a keyboard or from a scanner that sends two. So is a line feed
// between a terminator and the next character: some scanners end a scan with both.

/// A decoder that turns one scanner's timed key events into scan data, or says why they are not a
/// whole scan.
///
/// It is a value without a clock: the events carry the time. Each input gives at most one capture.
public struct WedgeDecoder: Sendable {
  /// The way the scanner types.
  public internal(set) var profile: Profile
  /// The number of times in a row that data ended without a terminator since one was last pressed.
  /// From three on, the scanner probably sends none.
  public internal(set) var consecutiveWithoutTerminator = 0
  /// True if framing is trusted: the next data up to a terminator are a whole scan.
  public internal(set) var isTrusted = false

  /// True if a scan was cut: only a terminator shows where the next one begins.
  public internal(set) var isCut: Bool

  var keyboard: Keyboard
  /// The cause that untrusted data are reported with.
  var doubt = Cause.startedMidScan
  /// The silence that restores trust.
  var silenceNeeded: Int64
  /// The release of a terminator would prove that its press was among the lost events.
  var endsWithRelease = true
  /// The press of the terminator after which data are believed was lost, and none has come since.
  var isTerminatorLost = false
  /// A raw SYN_DROPPED was read, and no SYN_REPORT since.
  var isDiscarding = false

  /// The characters of the open scan.
  var data: [UInt8] = []
  /// A key that types something was pressed, and its scan has not been reported.
  var isOpen = false
  /// A key of the open scan gave no character.
  var hasUndecodableKey = false
  /// A line feed came after the terminator, and nothing since.
  var hasLineFeedAhead = false
  /// The time of a drop that no capture has reported yet.
  var unreportedDrop: Int64?
  /// The time of the last press or release, as far as it is known.
  var lastActivity: Int64
  private var nextProfile: Profile?

  /// A decoder for a scanner that has just been opened.
  ///
  /// - Parameters:
  ///   - keysDown: the keys that are down (EVIOCGKEY); nil if that is not known.
  ///   - capsLock: the state of the Caps Lock light (EVIOCGLED), unless `keysDown` has it.
  ///   - isGrabbed: true if another process has grabbed the device until now.
  ///   - unread: the events that a dead process left unread.
  ///   - isCut: true if the last scan of this scanner was cut, the last time it was read.
  public init(
    profile: Profile, openedAt: Int64, keysDown: KeySet? = nil, capsLock: Bool = false,
    isGrabbed: Bool = false, unread: UnreadEvents? = nil, isCut: Bool = false
  ) {
    self.profile = profile
    self.isCut = profile.terminator != .none && (unread.map { !$0.endsWithTerminator } ?? isCut)
    keyboard = Keyboard(
      profile: profile, keysDown: keysDown, capsLock: capsLock, isGrabbed: isGrabbed)
    lastActivity = openedAt
    silenceNeeded = keyboard.down.isEmpty ? profile.characterTimeout : profile.longestGap
    endsWithRelease = !keyboard.hasCharacterDown
    data.reserveCapacity(min(256, longestScan))
  }

  /// Processes one input and returns the capture that it completes, if any.
  public mutating func process(_ input: Input) -> Capture? {
    switch input {
    case .event(let event): process(event)
    case .idle(let now): processIdle(until: now)
    case .dropped(let at, let keysDown): processDrop(at: at, keysDown: keysDown)
    case .unplugged(let at): processUnplugging(at: at)
    }
  }

  /// Processes one event; the same as `process(.event(event))`.
  @inline(__always)
  public mutating func process(_ event: KeyEvent) -> Capture? {
    // Inlined, because half of all events only end a frame, and should not cost a further call.
    if isDiscarding { return discard(event) }
    switch event.type {
    case EventType.key: return processKey(event)
    case EventType.synchronization where event.code == EventCode.dropped: return discard(event)
    case EventType.led where event.code == EventCode.capsLockLight:
      keyboard.capsLock.setLight(event.value != 0)
      return nil
    default: return nil
    }
  }

  /// The keys that are down according to the events. EVIOCGKEY would discard unread events.
  public var keysDown: KeySet { keyboard.down }

  /// The first moment at which `.idle` would complete a capture, or end an Enter with nothing before it
  /// (`Terminator.enterIdle`); nil if nothing is pending.
  public var deadline: Int64? {
    guard isOpen || unreportedDrop != nil, !isDiscarding else { return nil }
    let moment = lastActivity.addingReportingOverflow(max(0, endingSilence))
    return moment.overflow || moment.partialValue == .max ? .max : moment.partialValue + 1
  }

  /// True while a scan is open.
  public var hasOpenScan: Bool { isOpen }

  /// Changes the profile: at once if no scan is open, else when the open scan has been reported.
  public mutating func apply(profile: Profile) {
    if isOpen {
      nextProfile = profile
    } else {
      nextProfile = nil
      self.profile = profile
      keyboard.use(profile)
      if profile.terminator == .none { isCut = false }
    }
  }

  /// Closes the open scan.
  mutating func close() {
    isOpen = false
    unreportedDrop = nil
    hasUndecodableKey = false
    hasLineFeedAhead = false
    data.removeAll(keepingCapacity: true)
    keyboard.forgetKeystrokes()
    if let nextProfile { apply(profile: nextProfile) }
  }

  var longestScan: Int { max(1, profile.maximumLength) }
}
