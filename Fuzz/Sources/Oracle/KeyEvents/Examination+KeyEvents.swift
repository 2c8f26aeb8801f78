// SPDX-License-Identifier: Apache-2.0

import Wedge

extension Examination {
  /// Examines the key events of a scanner that types, with faults.
  func examineKeyEvents(_ input: [UInt8]) throws(Violation) {
    let script = KeyScript(input)
    let run = KeyRun(script)
    var captures: [Capture] = []
    for life in run.lives {
      try examineUnread(life, input)
      captures += try examine(life, input)
    }
    if script.isCredible, !script.profile.terminator.usesIdleGap {
      try examineScans(captures, of: script, run, input)
    }
  }

  private func examine(_ life: KeyLife, _ input: [UInt8]) throws(Violation) -> [Capture] {
    let captures = try measured(input, .keys) { life.captures }
    try examineSteps(of: life, captures, input)
    if life.isInOrder {
      try require(
        .looksMakeNoDifference, life.lookedAfter == captures,
        "\(Corpus.line(of: input)): \(life.lookedAfter) and \(captures)")
    }
    return captures
  }

  /// Passes the inputs on one by one, with an account of them.
  private func examineSteps(
    of life: KeyLife, _ captures: [Capture], _ input: [UInt8]
  ) throws(Violation) {
    let shown = { Corpus.line(of: input) }
    var model = KeyModel(life.profile.terminator, keysDown: life.keysDown)
    var decoder = life.decoder
    var copy = decoder
    var times: Set<Int64> = [life.openedAt]
    var changes = 0
    for (place, step) in life.steps.enumerated() {
      if place == life.steps.count / 2 {
        copy = decoder
        for step in life.steps.reversed() { _ = copy.take(step) }
        copy = decoder
      } else if place > life.steps.count / 2 {
        _ = copy.take(life.steps[place - 1])
        try require(.decoderIsAValue, copy.hasTheSame(as: decoder), shown())
      }
      if place < 100 || place % 61 == 0 { try examineDeadline(of: decoder, shown()) }
      let hadOpenScan = decoder.hasOpenScan
      _ = decoder.take(step)
      switch step {
      case .input(let input):
        model.note(input)
        times.insert(input.time)
        let isSame = decoder.keysDown.codes == model.down.sorted()
        try require(.keysDownFollowTheEvents, isSame, shown())
      case .profile(let profile):
        let isNew = decoder.profile == profile || hadOpenScan
        try require(.profileChangesBetweenScans, isNew, shown())
        // The planted defect: many changes within scans. Only the module tells them from others.
        if hadOpenScan { changes += 1 }
        try plant(changes > 8, in: input)
      }
    }
    try examine(captures, of: life, at: times, shown())
    if !life.changesProfile { try examine(captures, of: life, model, shown()) }
  }

  /// Requires that a silence ends what is open, just at its deadline.
  private func examineDeadline(
    of decoder: WedgeDecoder, _ shown: @autoclosure () -> String
  ) throws(Violation) {
    guard let deadline = decoder.deadline else {
      return try require(.deadlineIsExact, !decoder.hasOpenScan, shown())
    }
    guard deadline != .max else { return }
    var early = decoder
    var late = decoder
    let isEarly = early.process(.idle(now: deadline - 1)) == nil && early.deadline == deadline
    // A bare Enter that ends nothing is told from one in the data only then; another profile may begin.
    let isReported =
      late.process(.idle(now: deadline)) != nil || decoder.profile.terminator == .enterIdle
    let isInTime = isReported && !late.hasOpenScan
    try require(
      .deadlineIsExact, isEarly && isInTime && late.deadline == nil, "\(shown()): \(deadline)")
  }

  private func examine(
    _ captures: [Capture], of life: KeyLife, at times: Set<Int64>,
    _ shown: @autoclosure () -> String
  ) throws(Violation) {
    // A single character may be longer than that.
    let longest = max(3, life.profile.maximumLength)
    for capture in captures {
      let fits = life.changesProfile || capture.data.count <= longest
      let hasCause = capture.cause != .restart && (capture.cause == nil || !capture.lacksAffix)
      try require(
        .capturesAreLimited, fits && hasCause && times.contains(capture.time),
        "\(shown()): \(capture)")
    }
  }

  /// Requires that the captures hold the characters that were typed.
  private func examine(
    _ captures: [Capture], of life: KeyLife, _ model: KeyModel,
    _ shown: @autoclosure () -> String
  ) throws(Violation) {
    let isNone = life.profile.terminator == .none
    let isMarked = captures.allSatisfy { $0.isUnterminated == isNone }
    guard life.profile.prefix.isEmpty else { return }
    // A line feed behind a terminator belongs to it, as does the Enter before a silence.
    let counts = { (byte: UInt8) in
      byte != 0x0A && (byte != 0x0D || life.profile.terminator != .enterIdle)
    }
    let data = captures.flatMap(\.data).filter(counts)
    let typed = model.typed.filter(counts)
    let isSame =
      model.usesCapsLock ? data.map(folded) == typed.map(folded) : data == typed
    try require(
      .noCharacterIsLost, isSame && isMarked, "\(shown()): \(captures) of \(model.typed)")
  }

  private func folded(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte | 0x20 : byte }

  /// Requires that the events which a dead process left unread are one damaged scan.
  private func examineUnread(_ life: KeyLife, _ input: [UInt8]) throws(Violation) {
    guard !life.unread.isEmpty else { return }
    var model = KeyModel(.none, keysDown: nil)
    for event in life.unread { model.note(event) }
    let found = UnreadEvents(of: life.unread, profile: life.profile)
    let shown = "\(Corpus.line(of: input)): \(String(describing: found))"
    guard model.lastPress != nil else {
      return try require(.unreadIsOneDamagedScan, found == nil, shown)
    }
    var ending = KeyModel(life.profile.terminator, keysDown: nil)
    for event in life.unread { ending.note(event) }
    let ends = ending.endsWithTerminator
    let data = Array(model.typedWithCapsLock.prefix(max(1, life.profile.maximumLength)))
    let time = life.unread.last { $0.type == 1 && $0.value < 2 }?.time
    let isSame =
      found?.capture.data == data && found?.endsWithTerminator == ends
      && found?.capture.cause == .restart && found?.capture.time == time
    try require(.unreadIsOneDamagedScan, isSame, shown)
  }
}

extension Allowance {
  /// Decoding key events: a byte may type 18 of them.
  fileprivate static let keys = Allowance(fixed: 1_000_000, perByte: 10_000)
}
