// SPDX-License-Identifier: Apache-2.0

// The lost keys may have been any, terminators too. A drop within a silence hides whether a
// terminator came, so the silence before the drop proves nothing.

extension WedgeDecoder {
  /// Processes SYN_DROPPED: the open scan is damaged, and a drop without one must be reported too.
  ///
  /// One drop gives one record where possible. Data that were collected untrusted are reported
  /// under the newer cause; a drop with nothing read before it is reported with the rest of its
  /// scan, once trust returns.
  mutating func processDrop(at time: Int64, keysDown: KeySet?) -> Capture? {
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

  /// Processes ENODEV: the open scan is cut. The same device may come back as if just opened.
  mutating func processUnplugging(at time: Int64) -> Capture? {
    if isOpen { isCut = profile.terminator != .none }
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
  mutating func discard(_ event: KeyEvent) -> Capture? {
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
  mutating func processMissingEvent(before event: KeyEvent) -> Capture? {
    guard isTrusted, isOpen || keyboard.isFullyKnown || isAfterLostTerminator(event) else {
      return nil
    }
    let endsScan = event.value == 0 && keyboard.role(of: event.code) == .terminator
    let head = isOpen ? report(.overrun) : nil
    keyboard.capsLock.loseTrack(light: nil)
    distrust(head == nil ? .overrun : .continuation)
    if endsScan { trustAfterTerminator() }
    return head
  }

  /// True if the press of a key that types something was lost with that of the terminator before it: the key
  /// may be the first of the next scan.
  private func isAfterLostTerminator(_ event: KeyEvent) -> Bool {
    guard isTerminatorLost, event.value == 0 else { return false }
    switch keyboard.role(of: event.code) {
    case .modifier, .capsLock, .otherLock, .terminator: return false
    default: return true
    }
  }

  /// Believes no data until something shows where a scan begins.
  mutating func distrust(_ cause: Cause) {
    isTrusted = false
    doubt = cause
    silenceNeeded = profile.longestGap
    endsWithRelease = false
    hasLineFeedAhead = false
    isTerminatorLost = false
  }

  /// Believes the data after a terminator.
  mutating func trustAfterTerminator() {
    isTrusted = true
    isCut = false
    keyboard.capsLock.recover()
  }
}
