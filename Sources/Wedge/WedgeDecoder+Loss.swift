// SPDX-License-Identifier: Apache-2.0

// Losses. Keys that were lost may have been anything, terminators too: a drop in the middle of a
// silence hides whether there was one, so the silence before it proves nothing.

extension WedgeDecoder {
  /// SYN_DROPPED: what was open is damaged, and even if nothing was, somebody must be told.
  ///
  /// One loss gives one record, where that can be: what had been collected without trust comes out
  /// under the same, newer cause; and a loss with nothing read before it waits for what is left of its
  /// scan, until trust comes back.
  mutating func takeDrop(at time: Int64, keysDown: KeySet?) -> Capture? {
    let isHeldFromBefore = isOpen && keyboard.hasTerminatorDown
    let head = isOpen ? takeOut(.overrun) : nil
    keyboard.lose(keysDown: keysDown)
    distrust(as: head == nil ? .overrun : .continuation)
    endsWithRelease = !isHeldFromBefore && !keyboard.hasCharacterDown
    lastActivity = max(lastActivity, time)
    if head == nil { lossTime = lossTime ?? lastActivity }
    isDiscarding = false
    return head
  }

  /// ENODEV: what was open is damaged; the same device may come back as if just opened.
  mutating func takeUnplugging(at time: Int64) -> Capture? {
    let head = isOpen ? takeOut(.unplugged) : takeOutLoss()
    keyboard.lose(keysDown: nil)
    distrust(as: .startedMidScan)
    silenceNeeded = profile.characterTimeout
    endsWithRelease = true
    lastActivity = max(lastActivity, time)
    isDiscarding = false
    return head
  }

  /// Passes over what the kernel could not keep whole: everything from SYN_DROPPED to SYN_REPORT.
  mutating func discard(_ event: KeyEvent) -> Capture? {
    if event.type == EventType.synchronization {
      if event.code == EventCode.dropped {
        let head = takeDrop(at: event.time, keysDown: nil)
        isDiscarding = true
        return head
      }
      if event.code == EventCode.report { isDiscarding = false }
    }
    lastActivity = max(lastActivity, event.time)
    return nil
  }

  /// A release without a press, or a press without a release: keys were lost without a word.
  mutating func takeMissingKey(at event: KeyEvent) -> Capture? {
    guard isTrusted, isOpen || keyboard.isFullyKnown else { return nil }
    let endsScan = event.value == 0 && keyboard.role(of: event.code) == .terminator
    let head = isOpen ? takeOut(.overrun) : nil
    keyboard.capsLock.lose(light: nil)
    distrust(as: head == nil ? .overrun : .continuation)
    if endsScan { trustAfterTerminator() }
    return head
  }

  /// From now on nothing is believed to be whole.
  mutating func distrust(as cause: Cause) {
    isTrusted = false
    doubt = cause
    silenceNeeded = profile.longestGap
    endsWithRelease = false
  }

  /// A terminator has shown where the next scan begins.
  mutating func trustAfterTerminator() {
    isTrusted = true
    keyboard.capsLock.recover()
  }
}
