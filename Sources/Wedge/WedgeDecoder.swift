// SPDX-License-Identifier: Apache-2.0

// The framing rule: how whole scans are told from pieces of scans.
//
// A scan opens with the first key that types something and ends when the terminator's key goes
// down. Only presses and releases are activity; autorepeat, modifiers, locks and releases open no
// scan.
//
// Framing is trusted or it is not. While it is trusted, everything between two terminators is a
// whole scan. It is not trusted when reading begins, nor after a scan was damaged: by keys that the
// kernel or the device lost, by a pause, by too many characters. Data that arrive untrusted are
// collected and reported as incomplete. Trust returns
//
// - with a press of the terminator;
// - with the release of a terminator whose press was lost, if no key that might follow the
//   terminator was seen before the release;
// - with a silence: longer than the character timeout if no key was down when reading began and
//   none has moved since, else longer than the abandon gap. (A recording may not tell which keys
// were   down; there, a key that comes up after 250 ms without having been seen to go down does not
//   count.)
//
// A limit that is reached exactly is not exceeded. A terminator with nothing before it is ignored,
// whether it comes from a person at a keyboard or from a scanner that sends two.

/// A decoder that turns one scanner's timed key events into scan data, or says why they are not a
/// whole scan.
///
/// It is a value without a clock: the events carry the time. Each input gives at most one capture.
public struct WedgeDecoder: Sendable {
  /// The way the scanner types.
  public private(set) var profile: Profile
  /// The number of times in a row that data ended without a terminator since one was last pressed.
  /// From three on, the scanner probably sends none.
  public private(set) var consecutiveWithoutTerminator = 0
  /// True if framing is trusted: the next data up to a terminator are a whole scan.
  public private(set) var isTrusted = false

  private var keyboard: Keyboard
  /// The cause that untrusted data are reported with.
  private var doubt = Cause.startedMidScan
  /// The silence that restores trust.
  private var silenceNeeded: Int64
  /// The release of a terminator would prove that its press was among the lost events.
  private var endsWithRelease = true
  /// A raw SYN_DROPPED was read, and no SYN_REPORT since.
  private var isDiscarding = false

  /// The characters of the open scan.
  private var data: [UInt8] = []
  /// A key that types something was pressed, and its scan has not been reported.
  private var isOpen = false
  /// A key of the open scan gave no character.
  private var hasUndecodableKey = false
  /// The time of a drop that no capture has reported yet.
  private var unreportedDrop: Int64?
  /// The time of the last press or release, as far as it is known.
  private var lastActivity: Int64
  private var nextProfile: Profile?

  /// A decoder for a scanner that has just been opened.
  ///
  /// - Parameters:
  ///   - keysDown: the keys that are down (EVIOCGKEY); nil if that is not known.
  ///   - capsLock: the state of the Caps Lock light (EVIOCGLED), unless `keysDown` has it.
  ///   - unread: the events that a dead process left unread.
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
  public mutating func process(_ event: KeyEvent) -> Capture? {
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

  /// The first moment at which `.idle` would complete a capture; nil if none is pending.
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
    }
  }

  private var longestScan: Int { max(1, profile.maximumLength) }
}

// MARK: - Presses and releases

extension WedgeDecoder {
  /// The time after which the kernel repeats a held key, in microseconds (REP_DELAY's default).
  private static let repeatDelay: Int64 = 250_000

  /// Processes a press or a release; an autorepeat is neither.
  private mutating func processKey(_ event: KeyEvent) -> Capture? {
    guard event.value == 0 || event.value == 1 else { return nil }
    let silent = endSilence(before: event.time)
    if !wasHeldFromBefore(event) { silenceNeeded = profile.longestGap }
    lastActivity = event.time
    let isPress = event.value == 1
    let fits = keyboard.record(event.code, isPressed: isPress)
    let missed = fits ? nil : processMissingEvent(before: event)
    let ended = isPress ? press(event) : release(event)
    return silent ?? missed ?? ended
  }

  /// True if a person held the key since before reading began. Where the keys that were down are
  /// not known, as in a recording, a late release without a press shows that. No scanner holds a
  /// key that long in the middle of a scan, so the release says nothing about one.
  private func wasHeldFromBefore(_ event: KeyEvent) -> Bool {
    event.value == 0 && !keyboard.isFullyKnown && !keyboard.down.contains(event.code)
      && silence(before: event.time) >= Self.repeatDelay
  }

  private mutating func press(_ event: KeyEvent) -> Capture? {
    switch keyboard.meaning(of: event.code) {
    case .character(let byte): return collect(byte)
    case .terminator: return terminate()
    case .silent: return nil
    case .capsLock: keyboard.capsLock.press()
    case .undecodable: collectUndecodable()
    case .foreign: if isOpen { collectUndecodable() }
    }
    return nil
  }

  private mutating func collect(_ byte: UInt8) -> Capture? {
    let head = data.count < longestScan ? nil : reportOverflow()
    open()
    keyboard.capsLock.noteCharacter()
    data.append(byte)
    return head
  }

  /// Opens a scan as a character does: the key may have stood for one.
  private mutating func collectUndecodable() {
    open()
    hasUndecodableKey = true
  }

  private mutating func open() {
    endsWithRelease = false
    isOpen = true
  }

  private mutating func release(_ event: KeyEvent) -> Capture? {
    guard !isTrusted else { return nil }
    switch keyboard.role(of: event.code) {
    case .modifier, .capsLock, .otherLock: break
    case .terminator where endsWithRelease:
      trustAfterTerminator()
      return reportDrop()
    default: endsWithRelease = false
    }
    return nil
  }

  private mutating func terminate() -> Capture? {
    consecutiveWithoutTerminator = 0
    guard isTrusted else {
      let damaged = isOpen ? report(doubt) : reportDrop()
      trustAfterTerminator()
      return damaged
    }
    let caseIsCertain = keyboard.capsLock.endScan()
    guard isOpen else { return nil }
    if hasUndecodableKey { return report(.undecodableKey) }
    if !caseIsCertain, data.contains(where: Ascii.isLetter) { return report(doubt) }
    return reportWhole()
  }
}

// MARK: - Lost events

// The lost keys may have been any, terminators too. A drop within a silence hides whether a
// terminator came, so the silence before the drop proves nothing.

extension WedgeDecoder {
  /// Processes SYN_DROPPED: the open scan is damaged, and a drop without one must be reported too.
  ///
  /// One drop gives one record where possible. Data that were collected untrusted are reported
  /// under the newer cause; a drop with nothing read before it is reported with the rest of its
  /// scan, once trust returns.
  private mutating func processDrop(at time: Int64, keysDown: KeySet?) -> Capture? {
    let isHeldFromBefore = isOpen && keyboard.hasTerminatorDown
    let head = isOpen ? report(.overrun) : nil
    keyboard.reset(keysDown: keysDown)
    distrust(head == nil ? .overrun : .continuation)
    endsWithRelease = !isHeldFromBefore && !keyboard.hasCharacterDown
    lastActivity = max(lastActivity, time)
    if head == nil { unreportedDrop = unreportedDrop ?? lastActivity }
    isDiscarding = false
    return head
  }

  /// Processes ENODEV: the open scan is damaged. The same device may come back as if just opened.
  private mutating func processUnplugging(at time: Int64) -> Capture? {
    let head = isOpen ? report(.unplugged) : reportDrop()
    keyboard.reset(keysDown: nil)
    distrust(.startedMidScan)
    silenceNeeded = profile.characterTimeout
    endsWithRelease = true
    lastActivity = max(lastActivity, time)
    isDiscarding = false
    return head
  }

  /// Discards the events from SYN_DROPPED to the next SYN_REPORT, which are not complete.
  private mutating func discard(_ event: KeyEvent) -> Capture? {
    if event.type == EventType.synchronization {
      if event.code == EventCode.dropped {
        let head = processDrop(at: event.time, keysDown: nil)
        isDiscarding = true
        return head
      }
      if event.code == EventCode.report { isDiscarding = false }
    }
    lastActivity = max(lastActivity, event.time)
    return nil
  }

  /// Processes lost events that the kernel did not report: a release without a press, or a
  /// press without a release.
  private mutating func processMissingEvent(before event: KeyEvent) -> Capture? {
    guard isTrusted, isOpen || keyboard.isFullyKnown else { return nil }
    let endsScan = event.value == 0 && keyboard.role(of: event.code) == .terminator
    let head = isOpen ? report(.overrun) : nil
    keyboard.capsLock.loseTrack(light: nil)
    distrust(head == nil ? .overrun : .continuation)
    if endsScan { trustAfterTerminator() }
    return head
  }

  private mutating func distrust(_ cause: Cause) {
    isTrusted = false
    doubt = cause
    silenceNeeded = profile.longestGap
    endsWithRelease = false
  }

  private mutating func trustAfterTerminator() {
    isTrusted = true
    keyboard.capsLock.recover()
  }
}

// MARK: - Silences

// The nature of a silence is known only when it is over: if keys follow within the abandon gap, it
// was a pause in the middle of a scan; if not, the scan had no terminator and a new one may begin.

extension WedgeDecoder {
  /// The silence that ends the open scan.
  private var endingSilence: Int64 {
    guard isTrusted else { return silenceNeeded }
    return profile.terminator == .none ? profile.idleGap : profile.longestGap
  }

  /// Processes a read that found nothing: no event older than `now` will arrive.
  private mutating func processIdle(until now: Int64) -> Capture? {
    deadline != nil && silence(before: now) > endingSilence ? endSilence(before: now) : nil
  }

  /// Draws the conclusions from the silence before a press or a release.
  private mutating func endSilence(before time: Int64) -> Capture? {
    let silence = silence(before: time)
    guard isTrusted else {
      return silence > silenceNeeded ? endDoubt() : nil
    }
    let ended = isOpen ? endScan(after: silence) : nil
    if isTrusted, silence > profile.longestGap { keyboard.capsLock.rest() }
    return ended
  }

  /// The time without activity before a moment, in microseconds.
  private func silence(before time: Int64) -> Int64 {
    let silence = time.subtractingReportingOverflow(lastActivity)
    if silence.overflow { return time < lastActivity ? .min : .max }
    return silence.partialValue
  }

  private mutating func endDoubt() -> Capture? {
    if isOpen { countUnterminated() }
    let damaged = isOpen ? report(doubt) : reportDrop()
    isTrusted = true
    keyboard.capsLock.rest()
    return damaged
  }

  private mutating func endScan(after silence: Int64) -> Capture? {
    if profile.terminator == .none {
      guard silence > profile.idleGap else { return nil }
      return hasUndecodableKey ? report(.undecodableKey) : reportWhole()
    }
    guard silence > profile.characterTimeout else { return nil }
    countUnterminated()
    if silence > profile.longestGap { return report(.noTerminator) }
    let head = report(.pause)
    distrust(.continuation)
    return head
  }

  private mutating func countUnterminated() {
    if profile.terminator != .none { consecutiveWithoutTerminator += 1 }
  }
}

// MARK: - Captures

// The copy of the data is the only allocation.

extension WedgeDecoder {
  /// Reports the open scan as not whole, and closes it.
  private mutating func report(_ cause: Cause) -> Capture {
    defer { close() }
    return capture(data[...], time: lastActivity, cause: cause)
  }

  /// Reports the open scan as whole, without prefix and suffix, and closes it.
  private mutating func reportWhole() -> Capture {
    defer { close() }
    let (body, lacksAffix) = profile.strippingAffixes(from: data[...])
    var whole = capture(body, time: lastActivity, cause: nil)
    whole.lacksAffix = lacksAffix
    return whole
  }

  /// Reports the longest data that a scan may have when more follow.
  private mutating func reportOverflow() -> Capture {
    let head = report(isTrusted ? .tooLong : doubt)
    if isTrusted { distrust(.continuation) }
    return head
  }

  /// Reports a drop of whose scan nothing else was read, if there was one.
  private mutating func reportDrop() -> Capture? {
    guard let time = unreportedDrop else { return nil }
    unreportedDrop = nil
    return capture([], time: time, cause: .overrun)
  }

  private func capture(_ data: ArraySlice<UInt8>, time: Int64, cause: Cause?) -> Capture {
    Capture(
      data: Array(data), time: time, cause: cause, isUnterminated: profile.terminator == .none)
  }

  private mutating func close() {
    isOpen = false
    unreportedDrop = nil
    hasUndecodableKey = false
    data.removeAll(keepingCapacity: true)
    if let nextProfile { apply(profile: nextProfile) }
  }
}
