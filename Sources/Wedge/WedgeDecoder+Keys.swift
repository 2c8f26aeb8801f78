// SPDX-License-Identifier: Apache-2.0

// Presses and releases: what opens a scan, adds to it and ends it.

extension WedgeDecoder {
  /// Takes a press or a release; an autorepeat is neither.
  mutating func takeKey(_ event: KeyEvent) -> Capture? {
    guard event.value == 0 || event.value == 1 else { return nil }
    let silent = passSilence(before: event.time)
    if !wasHeldFromBefore(event) { silenceNeeded = profile.longestGap }
    lastActivity = event.time
    let isPress = event.value == 1
    let fits = keyboard.note(event.code, isPressed: isPress)
    let missed = fits ? nil : takeMissingKey(at: event)
    let ended = isPress ? press(event) : release(event)
    return silent ?? missed ?? ended
  }

  /// How long a key is down before the kernel repeats it, in microseconds (REP_DELAY's default).
  private static let repeatDelay: Int64 = 250_000

  /// Where nobody knows which keys were down when reading began, as in a recording, a key that comes
  /// up so late without having gone down was held by somebody: no scanner holds one that long in the
  /// middle of a scan, so it says nothing of one.
  private func wasHeldFromBefore(_ event: KeyEvent) -> Bool {
    event.value == 0 && !keyboard.isFullyKnown && !keyboard.down.contains(event.code)
      && silence(before: event.time) >= Self.repeatDelay
  }

  private mutating func press(_ event: KeyEvent) -> Capture? {
    switch keyboard.meaning(of: event.code) {
    case .character(let byte): return collect(byte, at: event.time)
    case .terminator: return terminate()
    case .silent: return nil
    case .capsLock: keyboard.capsLock.press()
    case .undecodable: passUndecodable(at: event.time)
    case .foreign: if isOpen { passUndecodable(at: event.time) }
    }
    return nil
  }

  private mutating func collect(_ byte: UInt8, at time: Int64) -> Capture? {
    let head = data.count < longestScan ? nil : overflow()
    open(at: time)
    keyboard.capsLock.passCharacter()
    data.append(byte)
    return head
  }

  /// A key that cannot be read opens a scan as a character does: it may have been one.
  private mutating func passUndecodable(at time: Int64) {
    open(at: time)
    hasUndecodableKey = true
  }

  private mutating func open(at time: Int64) {
    endsWithRelease = false
    guard !isOpen else { return }
    isOpen = true
    firstTime = time
  }

  /// As much as a scan may have is there, and more comes.
  private mutating func overflow() -> Capture {
    let head = takeOut(isTrusted ? .tooLong : doubt)
    if isTrusted { distrust(as: .continuation) }
    return head
  }

  private mutating func release(_ event: KeyEvent) -> Capture? {
    guard !isTrusted else { return nil }
    switch keyboard.role(of: event.code) {
    case .modifier, .capsLock, .otherLock: break
    case .terminator where endsWithRelease:
      trustAfterTerminator()
      return takeOutLoss()
    default: endsWithRelease = false
    }
    return nil
  }

  private mutating func terminate() -> Capture? {
    consecutiveWithoutTerminator = 0
    guard isTrusted else {
      let damaged = isOpen ? takeOut(doubt) : takeOutLoss()
      trustAfterTerminator()
      return damaged
    }
    let caseIsCertain = keyboard.capsLock.endScan()
    guard isOpen else { return nil }
    if hasUndecodableKey { return takeOut(.undecodableKey) }
    if !caseIsCertain, data.contains(where: Ascii.isLetter) { return takeOut(doubt) }
    return takeOutWhole()
  }
}
