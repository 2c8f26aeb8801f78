// SPDX-License-Identifier: Apache-2.0

// The rule by which scans are told from pieces of scans.
//
// A scan opens with the first key that types something and ends when the terminator's key goes
// down. Only presses and releases are activity; autorepeat, modifiers, locks and releases open no
// scan.
//
// Framing is trusted or it is not. While it is trusted, what stands between two terminators is a
// whole scan. It is not trusted when reading begins, and not after a loss: keys that the kernel or
// the device lost, a pause, too many characters. What arrives then is collected, and comes out as
// what it is: not a whole scan. Trust comes back
//
// - with a press of the terminator;
// - with the release of a terminator that was pressed in what was lost, if nothing that might
//   follow the terminator was seen before it;
// - with a silence: longer than the character timeout if no key was down when reading began and
//   none moved since, else longer than the abandon gap. (In a recording nobody knows which keys were
//   down; a key that is let go there after 250 ms and was not seen going down does not count.)
//
// A limit that is reached exactly is not exceeded. A terminator with nothing before it is no scan
// and is ignored, be it a person at a keyboard or a scanner that sends two.

/// Turns one scanner's timed key events into scan data, or says why they are not a whole scan.
///
/// A value without a clock: time is what the events say. Each input gives at most one outcome.
public struct WedgeDecoder: Sendable {
  /// How the scanner types.
  public private(set) var profile: Profile
  /// How many times in a row something ended without a terminator since one was last pressed: from
  /// three on it is likely that the scanner sends none.
  public internal(set) var consecutiveWithoutTerminator = 0
  /// Whether what comes next would be believed to be a scan.
  public internal(set) var isTrusted = false

  /// What is known of its keys.
  var keyboard: Keyboard
  /// What is reported of data that arrive without trust.
  var doubt = Cause.startedMidScan
  /// The silence that brings trust back.
  var silenceNeeded: Int64
  /// The release of a terminator would show that it was pressed in what was lost.
  var endsWithRelease = true
  /// A raw SYN_DROPPED was read and no SYN_REPORT since.
  var isDiscarding = false

  /// The characters of what is open.
  var data: [UInt8] = []
  /// A key was pressed that types something, and what it belongs to has not come out.
  var isOpen = false
  /// One of the keys of what is open gave no character.
  var hasUndecodableKey = false
  /// When keys were lost, if nothing has come out yet that tells of it.
  var lossTime: Int64?
  /// When what is open began.
  var firstTime: Int64 = 0
  /// When a key was last pressed or released, as far as it is known.
  var lastActivity: Int64
  private var nextProfile: Profile?

  /// A scanner at the moment when reading begins.
  ///
  /// `keysDown` are the keys that are down (EVIOCGKEY), nil where that is not known; `capsLock` is
  /// the state of that light (EVIOCGLED), unless `keysDown` has it. `unread` are what another process
  /// left unread.
  public init(
    profile: Profile, openedAt: Int64, keysDown: KeySet? = nil, capsLock: Bool = false,
    unread: UnreadEvents? = nil
  ) {
    self.profile = profile
    keyboard = Keyboard(profile: profile, keysDown: keysDown, capsLock: capsLock)
    lastActivity = openedAt
    silenceNeeded =
      keyboard.down.isEmpty
      ? unread?.silenceNeeded(from: openedAt, profile: profile) ?? profile.characterTimeout
      : profile.longestGap
    endsWithRelease = !keyboard.hasCharacterDown
    data.reserveCapacity(min(256, longestScan))
  }

  /// Takes what happened; answers what came to its end by it.
  public mutating func process(_ input: Input) -> Capture? {
    switch input {
    case .event(let event): process(event)
    case .idle(let now): takeSilence(until: now)
    case .dropped(let at, let keysDown): takeDrop(at: at, keysDown: keysDown)
    case .unplugged(let at): takeUnplugging(at: at)
    }
  }

  /// Takes an event that was read; the same as `process(.event(event))`.
  public mutating func process(_ event: KeyEvent) -> Capture? {
    if isDiscarding { return discard(event) }
    switch event.type {
    case EventType.key: return takeKey(event)
    case EventType.synchronization where event.code == EventCode.dropped: return discard(event)
    case EventType.led where event.code == EventCode.capsLockLight:
      keyboard.capsLock.showLight(event.value != 0)
      return nil
    default: return nil
    }
  }

  /// Whether something was read that has not come out yet.
  public var hasOpenScan: Bool { isOpen }

  /// Whether nothing is open and no key is down.
  public var isIdle: Bool { !isOpen && keyboard.down.isEmpty }

  /// The keys that are down as far as the events tell; no ioctl is needed that would discard some.
  public var keysDown: KeySet { keyboard.down }

  /// Reads by another profile: at once if nothing is open, else when that has come out.
  public mutating func apply(profile: Profile) {
    if isOpen {
      nextProfile = profile
    } else {
      nextProfile = nil
      self.profile = profile
      keyboard.use(profile)
    }
  }

  /// The most characters a scan may have.
  var longestScan: Int { max(1, profile.maximumLength) }

  /// Forgets what was open, and goes over to a profile that waited for it.
  mutating func close() {
    isOpen = false
    lossTime = nil
    hasUndecodableKey = false
    data.removeAll(keepingCapacity: true)
    if let nextProfile { apply(profile: nextProfile) }
  }
}
