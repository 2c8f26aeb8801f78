// SPDX-License-Identifier: Apache-2.0

// The nature of a silence is known only when it is over: if keys follow within the abandon gap, it
// was a pause in the middle of a scan; if not, the scan was cut.

extension WedgeDecoder {
  /// The silence that ends the open scan.
  var endingSilence: Int64 {
    if endsWithEnter { return profile.idleGap }
    guard isTrusted else { return silenceNeeded }
    return profile.terminator == .none ? profile.idleGap : profile.longestGap
  }

  /// True if the last key was an Enter that a silence makes the terminator.
  private var endsWithEnter: Bool {
    profile.terminator == .enterIdle && data.last == Ascii.carriageReturn
      && !keyboard.isUnfinished
  }

  /// Processes a read that found nothing: no event older than `now` will arrive.
  mutating func processIdle(until now: Int64) -> Capture? {
    deadline != nil && silence(before: now) > endingSilence ? endSilence(before: now) : nil
  }

  /// Draws the conclusions from the silence before a press or a release.
  mutating func endSilence(before time: Int64) -> Capture? {
    let silence = silence(before: time)
    if isOpen, endsWithEnter { return silence > profile.idleGap ? endWithEnter() : nil }
    guard isTrusted else {
      return silence > silenceNeeded ? endDoubt() : nil
    }
    let ended = isOpen ? endScan(after: silence) : nil
    if isTrusted, silence > profile.longestGap { keyboard.capsLock.rest() }
    return ended
  }

  /// The time without activity before a moment, in microseconds.
  func silence(before time: Int64) -> Int64 {
    let silence = time.subtractingReportingOverflow(lastActivity)
    if silence.overflow { return time < lastActivity ? .min : .max }
    return silence.partialValue
  }

  private mutating func endWithEnter() -> Capture? {
    data.removeLast()
    consecutiveWithoutTerminator = 0
    let caseIsCertain = keyboard.capsLock.endScan()
    defer { if !isTrusted { trustAfterTerminator() } }
    if !isTrusted { return report(doubt) }
    if hasUndecodableKey { return reportUndecodable() }
    if !caseIsCertain, keyboard.dependsOnCapsLock { return report(doubt) }
    guard !data.isEmpty else {
      close()
      return nil
    }
    return reportWhole()
  }

  /// Ends untrusted data. If there were any, their terminator did not come.
  private mutating func endDoubt() -> Capture? {
    guard isOpen else {
      if !isCut { restoreTrust() }
      return reportDrop()
    }
    return cut(isCut ? .noTerminator : doubt)
  }

  private mutating func endScan(after silence: Int64) -> Capture? {
    if profile.terminator == .none {
      guard silence > profile.idleGap else { return nil }
      return hasUndecodableKey ? report(.undecodableKey) : reportWhole()
    }
    guard silence > profile.characterTimeout else { return nil }
    if silence > profile.longestGap { return cut(.noTerminator) }
    consecutiveWithoutTerminator += 1
    let head = report(.pause)
    distrust(.continuation)
    return head
  }

  /// Reports a scan whose terminator did not come. Its tail may follow at any time.
  private mutating func cut(_ cause: Cause) -> Capture {
    let head = report(cause)
    guard profile.terminator != .none else {
      restoreTrust()
      return head
    }
    // Caps Lock may be on for the rest of the scan: this silence is no rest.
    consecutiveWithoutTerminator += 1
    distrust(.continuation)
    isCut = true
    return head
  }

  private mutating func restoreTrust() {
    isTrusted = true
    keyboard.capsLock.rest()
  }
}
