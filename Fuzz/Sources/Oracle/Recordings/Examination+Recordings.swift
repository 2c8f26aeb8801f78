// SPDX-License-Identifier: Apache-2.0

import Wedge
import Wire

@testable import Recordings

extension Examination {
  /// Examines a recording in either form.
  func examineRecording(_ input: [UInt8]) throws(Violation) {
    switch try measured(input, .recording, { Result { try Recording.parse(input) } }) {
    case .failure(let error):
      guard let error = error as? RecordingError else { return }
      try examine(error, input)
    case .success(let recording):
      try examineLines(of: recording, input)
      try examineTimes(of: recording, input)
      try examineReplay(of: recording, input)
      try plantBraces(recording, input)
    }
  }

  /// Requires that the line of an error is the first that cannot be read.
  private func examine(_ error: RecordingError, _ input: [UInt8]) throws(Violation) {
    let shown = Corpus.line(of: input)
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    try require(.errorIsAtItsLine, (1...lines.count).contains(error.line), "\(shown): \(error)")
    let before = Array(lines[..<(error.line - 1)].joined(separator: [0x0A]))
    let upTo = Array(lines[..<error.line].joined(separator: [0x0A]))
    let isFirst = (try? Recording.parse(before)) != nil && failure(of: upTo) == error
    try require(.errorIsAtItsLine, isFirst, "\(shown): \(error)")
    try requireSentence(visible(error.description), shown)
  }

  private func failure(of input: [UInt8]) -> RecordingError? {
    do throws(RecordingError) {
      _ = try Recording.parse(input)
      return nil
    } catch {
      return error
    }
  }

  /// Requires that the ends of lines and comments change nothing.
  private func examineLines(of recording: Recording, _ input: [UInt8]) throws(Violation) {
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    let returned = lines.map { $0 + [0x0D] }.joined(separator: [0x0A])
    let commented = lines.map { isBlank($0) ? $0 : $0 + Array("\t# \"[".utf8) }
      .joined(separator: [0x0A])
    for changed in [Array(returned), Array(commented)] {
      try require(
        .commentsChangeNothing, (try? Recording.parse(changed)) == recording,
        Corpus.line(of: input))
    }
  }

  private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    String(decoding: line, as: UTF8.self).allSatisfy(\.isWhitespace)
  }

  private func examineTimes(of recording: Recording, _ input: [UInt8]) throws(Violation) {
    var times = recording.inputs.prefix(100).map(\.time)
    if let profile = recording.profile {
      times += [profile.characterTimeout, profile.abandonGap, profile.idleGap]
    }
    // Pauses can add up to a time that cannot be written as one.
    for time in times where time <= 1_000_000_000_000_000_000 {
      let text = RecordingTime.describe(time)
      try require(
        .timeIsDescribedAndRead, RecordingTime.parse(text) == time,
        "\(Corpus.line(of: input)): \(text)")
    }
  }

  /// Requires that the recording and its captures, written in each form, are read again.
  private func examineReplay(of recording: Recording, _ input: [UInt8]) throws(Violation) {
    let profile = recording.profile ?? Profile()
    let captures = try measured(input, .recording) { replay(recording, profile: profile) }
    try examine(captures, of: recording, profile, input)
    try examineWriting(of: recording, with: captures, input)
    guard let text = recording.writtenAsEvemu else { return }
    let again = try? Recording.parse(Array(text.utf8))
    let isSame =
      again?.inputs.dropLast() == recording.inputs.dropLast()
      && again?.capsLock == recording.capsLock
    try require(.evemuIsTheSame, isSame, "\(Corpus.line(of: input)): \(text)")
  }

  private func examineWriting(
    of recording: Recording, with captures: [Capture], _ input: [UInt8]
  ) throws(Violation) {
    var answered = recording
    let outcomes = (recording.expected ?? []) + captures.map(\.outcomeLine)
    if !outcomes.isEmpty { answered.expected = outcomes }
    guard let text = answered.written else { return }
    var again = try? Recording.parse(Array(text.utf8))
    let shown = { "\(Corpus.line(of: input)): \(text)" }
    try require(.capturesAreWrittenAndRead, again?.expected == answered.expected, shown())
    again?.expected = recording.expected
    try require(.recordingIsWrittenAndRead, again == recording, shown())
  }

  /// Requires that the captures hold the characters of the presses, at times of the recording.
  private func examine(
    _ captures: [Capture], of recording: Recording, _ profile: Profile, _ input: [UInt8]
  ) throws(Violation) {
    let last = recording.inputs.map(\.time).max() ?? 0
    let shown = { "\(Corpus.line(of: input)): \(captures)" }
    let isWithin = captures.allSatisfy { (0...last).contains($0.time) }
    try require(.capturesAreLimited, isWithin, shown())
    guard profile.prefix.isEmpty, profile.suffix.isEmpty else { return }
    if case .text = profile.groupSeparator { return }
    var model = KeyModel(profile.terminator, keysDown: recording.keysDown)
    for input in recording.inputs { model.note(input) }
    let data = captures.flatMap(\.data)
    let usesCapsLock = model.usesCapsLock || recording.capsLock
    let isSame =
      usesCapsLock
      ? data.elementsEqual(model.typed) { isSameKey($0, $1) } : data == model.typed
    try require(.noCharacterIsLost, isSame, shown())
  }

  private func isSameKey(_ one: UInt8, _ other: UInt8) -> Bool {
    one == other || (one ^ other == 0x20 && isLetter(one))
  }

  /// The planted defect: a text with many braces, which are escaped. Only the reader counts them.
  private func plantBraces(_ recording: Recording, _ input: [UInt8]) throws(Violation) {
    var count = 0
    for case .event(let event) in recording.inputs
    where event.type == 1 && event.code == 26 && event.value == 1 {
      count += 1
    }
    try plant(count > 4, in: input)
  }
}

extension Allowance {
  /// A recording: three bytes, such as `"A"`, may be twelve events.
  fileprivate static let recording = Allowance(fixed: 1_000_000, perByte: 2000)
}
