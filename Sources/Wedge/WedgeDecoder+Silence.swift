// SPDX-License-Identifier: Apache-2.0

// Silences. What a pause was is known only when it is over: if keys follow within the abandon gap,
// it was in the middle of a scan; if not, the scan had no terminator and a new one may begin.

extension WedgeDecoder {
  /// The first moment at which `.idle` would bring something out; nil while there is nothing to.
  public var deadline: Int64? {
    guard isOpen || lossTime != nil, !isDiscarding else { return nil }
    let moment = lastActivity.addingReportingOverflow(max(0, silenceThatEnds))
    return moment.overflow || moment.partialValue == .max ? .max : moment.partialValue + 1
  }

  /// The silence that ends what is open.
  private var silenceThatEnds: Int64 {
    guard isTrusted else { return silenceNeeded }
    return profile.terminator == .none ? profile.idleGap : profile.longestGap
  }

  /// Takes the word of a reader that nothing is on its way: brings out what the silence has ended.
  mutating func takeSilence(until now: Int64) -> Capture? {
    deadline != nil && silence(before: now) > silenceThatEnds ? passSilence(before: now) : nil
  }

  /// Draws the conclusions from the silence before a press or a release.
  mutating func passSilence(before time: Int64) -> Capture? {
    let silence = silence(before: time)
    guard isTrusted else {
      return silence > silenceNeeded ? endDoubt() : nil
    }
    let ended = isOpen ? endScan(after: silence) : nil
    if isTrusted, silence > profile.longestGap { keyboard.capsLock.rest() }
    return ended
  }

  /// How long nothing had moved at a moment, in microseconds.
  func silence(before time: Int64) -> Int64 {
    let silence = time.subtractingReportingOverflow(lastActivity)
    if silence.overflow { return time < lastActivity ? .min : .max }
    return silence.partialValue
  }

  private mutating func endDoubt() -> Capture? {
    if isOpen { countUnterminated() }
    let damaged = isOpen ? takeOut(doubt) : takeOutLoss()
    isTrusted = true
    keyboard.capsLock.rest()
    return damaged
  }

  private mutating func endScan(after silence: Int64) -> Capture? {
    if profile.terminator == .none {
      guard silence > profile.idleGap else { return nil }
      return hasUndecodableKey ? takeOut(.undecodableKey) : takeOutWhole()
    }
    guard silence > profile.characterTimeout else { return nil }
    countUnterminated()
    if silence > profile.longestGap { return takeOut(.noTerminator) }
    let head = takeOut(.pause)
    distrust(as: .continuation)
    return head
  }

  private mutating func countUnterminated() {
    if profile.terminator != .none { consecutiveWithoutTerminator += 1 }
  }
}
