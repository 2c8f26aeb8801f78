// SPDX-License-Identifier: Apache-2.0

// Presses and releases.

extension WedgeDecoder {
  /// The time after which the kernel repeats a held key, in microseconds (REP_DELAY's default).
  private static let repeatDelay: Int64 = 250_000

  /// Processes a press or a release; an autorepeat is neither.
  mutating func processKey(_ event: KeyEvent) -> Capture? {
    guard event.value == 0 || event.value == 1 else { return nil }
    let isPress = event.value == 1
    var capture = endSilence(before: event.time)
    let fits = keyboard.record(event.code, isPressed: isPress)
    if fits || isPress || !isReleaseOfHeldKey(event) { silenceNeeded = profile.longestGap }
    lastActivity = event.time
    // At most one of the three completes a capture.
    if !fits, let damaged = processMissingEvent(before: event) { capture = damaged }
    if let ended = isPress ? press(event) : release(event) { capture = ended }
    return capture
  }

  /// True if a person held the key, which came up without having been seen to go down, since before
  /// reading began. Where the keys that were down are not known, as in a recording, its lateness shows
  /// that. No scanner holds a key that long in the middle of a scan, so the release says nothing about
  /// one.
  private func isReleaseOfHeldKey(_ event: KeyEvent) -> Bool {
    !keyboard.isFullyKnown && silence(before: event.time) >= Self.repeatDelay
  }

  private mutating func press(_ event: KeyEvent) -> Capture? {
    act(on: keyboard.press(event.code))
  }

  private mutating func release(_ event: KeyEvent) -> Capture? {
    let proven = isTrusted ? nil : releaseUntrusted(event)
    return proven ?? act(on: keyboard.release(event.code))
  }

  private mutating func act(on meaning: Meaning) -> Capture? {
    switch meaning {
    case .character(let scalar): return collect(scalar, nil)
    case .pair(let first, let second): return collect(first, second)
    case .terminator: return terminate()
    case .silent: break
    case .capsLock: keyboard.capsLock.press()
    case .dead, .unfinished: open()
    case .undecodable: collectUndecodable()
    case .foreign: if isOpen { collectUndecodable() } else { keyboard.forgetKeystrokes() }
    }
    return nil
  }

  private mutating func collect(_ first: Unicode.Scalar, _ second: Unicode.Scalar?) -> Capture? {
    if isLineFeedAfterTerminator(first) {
      close()
      hasLineFeedAhead = true
      return nil
    }
    let length = first.utf8.count + (second?.utf8.count ?? 0)
    let isFull = !data.isEmpty && data.count + length > longestScan
    let head = isFull ? reportOverflow() : nil
    open()
    hasLineFeedAhead = false
    keyboard.capsLock.noteCharacter()
    data.append(first)
    if let second { data.append(second) }
    return head
  }

  /// True for the line feed of a scanner that ends a scan with CR and LF. A scan that is nothing but a
  /// line feed is one all the same.
  private func isLineFeedAfterTerminator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == Ascii.lineFeed && data.isEmpty && !hasUndecodableKey && isTrusted
      && profile.terminator == .enter && !hasLineFeedAhead
  }

  /// Opens a scan as a character does: the key may have stood for one.
  private mutating func collectUndecodable() {
    open()
    hasLineFeedAhead = false
    hasUndecodableKey = true
  }

  private mutating func open() {
    endsWithRelease = false
    isOpen = true
  }

  /// Processes a release while framing is not trusted: that of a terminator may show where it was.
  private mutating func releaseUntrusted(_ event: KeyEvent) -> Capture? {
    switch keyboard.role(of: event.code) {
    case .modifier, .capsLock, .otherLock: return nil
    case .terminator where endsWithRelease:
      trustAfterTerminator()
      isTerminatorLost = true
      return reportDrop()
    default:
      endsWithRelease = false
      return nil
    }
  }

  private mutating func terminate() -> Capture? {
    consecutiveWithoutTerminator = 0
    if keyboard.isUnfinished {
      keyboard.forgetUnfinished()
      hasUndecodableKey = true
    }
    isTerminatorLost = false
    guard isTrusted else {
      let damaged = isOpen ? report(doubt) : reportDrop()
      trustAfterTerminator()
      return damaged
    }
    let caseIsCertain = keyboard.capsLock.endScan()
    guard isOpen || hasLineFeedAhead else {
      keyboard.forgetKeystrokes()
      return nil
    }
    if hasLineFeedAhead { data.append(Ascii.lineFeed) }
    if hasUndecodableKey { return reportUndecodable() }
    if !caseIsCertain, keyboard.dependsOnCapsLock { return report(doubt) }
    // The number that opened the scan was the terminator.
    guard !data.isEmpty else {
      close()
      return nil
    }
    return reportWhole()
  }
}
