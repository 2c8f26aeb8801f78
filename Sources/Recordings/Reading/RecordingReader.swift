// SPDX-License-Identifier: Apache-2.0

// The project's own form of a recording: docs/recordings.md. Time advances only where the recording
// says so. Each stroke is a frame of its own unless brackets join several.

import Wedge

/// A reader of the project's own form.
struct RecordingReader {
  /// The recording as read so far.
  private var recording = Recording()
  /// The time that the recording has reached.
  private var now: Int64 = 0
  /// The time before each frame.
  private var pace: Int64 = 0
  /// True after `unplug`, which nothing can follow.
  private var isUnplugged = false
  private var hasOpened = false
  private var isBlankAfterwards = false
  private let layouts: LayoutSource
  /// Made at the first text, after which the profile cannot change.
  private lazy var typist = Typist(layout: (recording.profile ?? Profile()).layout)

  init(layouts: @escaping LayoutSource) { self.layouts = layouts }

  /// Reads a whole file.
  static func read(
    _ lines: [String], layouts: @escaping LayoutSource
  ) throws(RecordingError) -> Recording {
    var reader = RecordingReader(layouts: layouts)
    for (index, line) in lines.enumerated() {
      do throws(RecordingError.Problem) {
        try reader.read(line)
      } catch {
        throw RecordingError(line: index + 1, problem: error)
      }
    }
    if !reader.isUnplugged { reader.recording.inputs.append(.unplugged(at: reader.now)) }
    return reader.recording
  }

  private mutating func read(_ line: String) throws(RecordingError.Problem) {
    if line.allSatisfy(\.isWhitespace) {
      isBlankAfterwards = hasOpened || recording.profile != nil
      return
    }
    let tokens = try RecordingToken.tokens(of: line)
    guard let first = tokens.first else { return }
    if isBlankAfterwards { return try expect(tokens) }
    switch first.word {
    case "profile": try readProfile(tokens.dropFirst())
    case "open": try readOpen(tokens.dropFirst())
    default:
      if isUnplugged { throw .nothingFollowsUnplugging }
      hasOpened = true
      try readEvents(first.word, tokens)
    }
  }

  private mutating func readProfile(_ settings: ArraySlice<RecordingToken>) throws(RecordingError
    .Problem)
  {
    if hasOpened || recording.profile != nil { throw .profileComesFirst }
    var profile = Profile()
    for token in settings {
      guard let (name, value) = token.setting else { throw .notAllowedHere(token.word) }
      try profile.set(name, to: value, layouts)
    }
    recording.profile = profile
  }

  private mutating func readOpen(_ settings: ArraySlice<RecordingToken>) throws(RecordingError
    .Problem)
  {
    if hasOpened { throw .openComesFirst }
    hasOpened = true
    let state = try KeyState(settings)
    recording.keysDown = state.keys
    recording.capsLock = state.capsLock ?? false
  }

  /// Reads a line of the expected result; `nothing` expects no capture.
  private mutating func expect(_ tokens: [RecordingToken]) throws(RecordingError.Problem) {
    var words = tokens.map(\.word)
    if words == ["nothing"], recording.expected == nil {
      recording.expected = []
      return
    }
    guard words.count >= 2, let data = tokens[1].text, words[1].isEmpty,
      words[0] == "whole" || Cause.allCases.contains(where: { $0.name == words[0] }),
      Self.marks.contains(Array(words[2...]))
    else { throw .notAnOutcome(words.joined(separator: " ")) }
    words[1] = RecordingText.quote(data)
    recording.expected = recording.expected ?? []
    recording.expected?.append(words.joined(separator: " "))
  }

  /// The words that may follow the data of an expected capture.
  private static let marks = [
    [], ["unterminated"], ["lacks-affix"], ["unterminated", "lacks-affix"],
  ]
}

extension RecordingReader {
  /// Reads a line with events.
  private mutating func readEvents(_ first: String, _ tokens: [RecordingToken])
    throws(RecordingError.Problem)
  {
    switch first {
    case "pace": pace = try onlyTime(tokens)
    case "dropped":
      let state = try KeyState(tokens.dropFirst())
      recording.inputs.append(.dropped(at: now, keysDown: state.keys))
    case "led":
      try readLight(tokens)
    case "event": try readRawEvent(tokens)
    case "unplug":
      guard tokens.count == 1 else { throw .notAllowedHere(tokens[1].word) }
      isUnplugged = true
      recording.inputs.append(.unplugged(at: now))
    default: try readRow(tokens)
    }
  }

  private mutating func readLight(_ tokens: [RecordingToken]) throws(RecordingError.Problem) {
    let state = try KeyState(tokens.dropFirst())
    guard let isLit = state.capsLock, state.keys == nil else { throw .notAllowedHere("led") }
    append(EventType.led, EventCode.capsLockLight, isLit ? 1 : 0)
    endFrame()
  }

  private func onlyTime(_ tokens: [RecordingToken]) throws(RecordingError.Problem) -> Int64 {
    guard tokens.count == 2, let time = RecordingTime.parse(tokens[1].word) else {
      throw .badTime(tokens.dropFirst().map(\.word).joined(separator: " "))
    }
    return time
  }

  private mutating func readRawEvent(_ tokens: [RecordingToken]) throws(RecordingError.Problem) {
    let words = tokens.map(\.word)
    guard words.count == 4, let type = UInt16(words[1], radix: 16),
      let code = UInt16(words[2], radix: 16), let value = Int32(words[3])
    else { throw .notAnEvent(words.joined(separator: " ")) }
    append(type, code, value)
  }

  /// Reads a row of strokes, texts, frames and times.
  private mutating func readRow(_ tokens: [RecordingToken]) throws(RecordingError.Problem) {
    var frame: [Stroke]?
    for token in tokens {
      if token.word == "[", frame == nil {
        frame = []
      } else if token.word == "]", let strokes = frame, !strokes.isEmpty {
        try appendFrame(strokes)
        frame = nil
      } else if frame != nil {
        guard token.text == nil, let stroke = try Self.stroke(token.word) else { throw .badFrame }
        frame?.append(stroke)
      } else {
        try readWord(token)
      }
    }
    if frame != nil { throw .badFrame }
  }

  private mutating func readWord(_ token: RecordingToken) throws(RecordingError.Problem) {
    if let text = token.text {
      guard token.word.isEmpty else { throw .notAllowedHere(token.word) }
      try appendFrames(typist.type(text))
    } else if token.word.hasPrefix("t=") {
      guard let time = RecordingTime.parse(token.word.dropFirst(2)) else {
        throw .badTime(token.word)
      }
      if time < now { throw .timeGoesBack(token.word) }
      now = time
    } else if let pause = RecordingTime.parse(token.word) {
      try advance(by: pause)
    } else if let stroke = try Self.stroke(token.word) {
      try appendFrame([stroke])
    } else {
      try appendFrames(Self.chord(token.word))
    }
  }

  /// `+key`, `-key` or `~key`; nil for anything else.
  private static func stroke(_ word: String) throws(RecordingError.Problem) -> Stroke? {
    guard let sign = word.first, let value = ["-": 0, "+": 1, "~": 2][sign] else { return nil }
    return Stroke(code: try key(word.dropFirst()), value: Int32(value))
  }

  /// `key` or `modifier+key`: a tap.
  private static func chord(_ word: String) throws(RecordingError.Problem) -> [Stroke] {
    var codes: [UInt16] = []
    for name in word.split(separator: "+", omittingEmptySubsequences: false) {
      codes.append(try key(name))
    }
    return Stroke.tap(codes.removeLast(), holding: codes)
  }

  private static func key(_ name: Substring) throws(RecordingError.Problem) -> UInt16 {
    guard let code = recordedKey(name) else { throw .unknownKey(String(name)) }
    return code
  }

  private mutating func appendFrames(_ strokes: [Stroke]) throws(RecordingError.Problem) {
    for stroke in strokes { try appendFrame([stroke]) }
  }

  private mutating func appendFrame(_ strokes: [Stroke]) throws(RecordingError.Problem) {
    try advance(by: pace)
    for stroke in strokes { append(EventType.key, stroke.code, stroke.value) }
    endFrame()
  }

  private mutating func advance(by pause: Int64) throws(RecordingError.Problem) {
    let later = now.addingReportingOverflow(pause)
    if later.overflow { throw .badTime(RecordingTime.describe(pause)) }
    now = later.partialValue
  }

  private mutating func append(_ type: UInt16, _ code: UInt16, _ value: Int32) {
    recording.inputs.append(.event(KeyEvent(time: now, type: type, code: code, value: value)))
  }

  private mutating func endFrame() {
    append(EventType.synchronization, EventCode.report, 0)
  }
}

/// The key state in `open` and `dropped`.
private struct KeyState {
  var keys: KeySet?
  var capsLock: Bool?

  init(_ settings: some Sequence<RecordingToken>) throws(RecordingError.Problem) {
    for token in settings {
      guard let (name, value) = token.setting else { throw .notAllowedHere(token.word) }
      try set(name, to: String(decoding: value, as: UTF8.self))
    }
    keys?.capsLock = capsLock
  }

  private mutating func set(_ name: String, to value: String) throws(RecordingError.Problem) {
    switch (name, value) {
    case ("capslock", "on"): capsLock = true
    case ("capslock", "off"): capsLock = false
    case ("keys", _): keys = try Self.keys(value)
    case ("capslock", _): throw .badValue(setting: name, value: value)
    default: throw .unknownSetting(name)
    }
  }

  private static func keys(_ names: String) throws(RecordingError.Problem) -> KeySet {
    var keys = KeySet.none
    for name in names.split(separator: ",") {
      guard let code = recordedKey(name) else { throw .unknownKey(String(name)) }
      keys.insert(code)
    }
    return keys
  }
}

extension Profile {
  /// Changes one setting, named as in scand.scanner(5).
  fileprivate mutating func set(
    _ name: String, to bytes: [UInt8], _ layouts: LayoutSource
  ) throws(RecordingError.Problem) {
    let value = String(decoding: bytes, as: UTF8.self)
    func need<T>(_ parsed: T?) throws(RecordingError.Problem) -> T {
      guard let parsed else { throw .badValue(setting: name, value: value) }
      return parsed
    }
    switch name {
    case "Layout":
      do throws(LayoutError) {
        layout = try layouts(value)
      } catch {
        throw .noLayout(value, error)
      }
    case "GroupSeparator": groupSeparator = try need(GroupSeparator(nameOrText: bytes))
    case "Terminator": terminator = try need(Terminator(name: value))
    case "Prefix": prefix = bytes
    case "Suffix": suffix = bytes
    case "CharacterTimeout": characterTimeout = try need(RecordingTime.parse(value))
    case "AbandonGap": abandonGap = try need(RecordingTime.parse(value))
    case "IdleGap": idleGap = try need(RecordingTime.parse(value))
    case "MaximumLength": maximumLength = try need(Int(value))
    default: throw .unknownSetting(name)
    }
  }
}
