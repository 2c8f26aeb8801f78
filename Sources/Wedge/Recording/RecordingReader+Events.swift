// SPDX-License-Identifier: Apache-2.0

/// What `open` and `dropped` say of the keys.
struct KeyState {
  var keys: KeySet?
  var capsLock: Bool?

  init(_ settings: some Sequence<RecordingToken>) throws(RecordingProblem) {
    for token in settings {
      guard let (name, value) = token.setting else { throw .notAllowedHere(token.word) }
      try set(name, to: String(decoding: value, as: UTF8.self))
    }
    keys?.capsLock = capsLock
  }

  private mutating func set(_ name: String, to value: String) throws(RecordingProblem) {
    switch (name, value) {
    case ("capslock", "on"): capsLock = true
    case ("capslock", "off"): capsLock = false
    case ("keys", _): keys = try Self.keys(value)
    case ("capslock", _): throw .badValue(setting: name, value: value)
    default: throw .unknownSetting(name)
    }
  }

  private static func keys(_ names: String) throws(RecordingProblem) -> KeySet {
    var keys = KeySet.none
    for name in names.split(separator: ",") {
      guard let code = KeyName.code(name) else { throw .unknownKey(String(name)) }
      keys.insert(code)
    }
    return keys
  }
}

extension RecordingReader {
  /// Takes a line on which something happens.
  mutating func takeEvents(_ first: String, _ tokens: [RecordingToken]) throws(RecordingProblem) {
    switch first {
    case "pace": pace = try onlyTime(tokens)
    case "dropped":
      let state = try KeyState(tokens.dropFirst())
      recording.inputs.append(.dropped(at: now, keysDown: state.keys))
    case "led":
      try takeLight(tokens)
    case "event": try takeRawEvent(tokens)
    case "unplug":
      guard tokens.count == 1 else { throw .notAllowedHere(tokens[1].word) }
      isUnplugged = true
      recording.inputs.append(.unplugged(at: now))
    default: try takeRow(tokens)
    }
  }

  private mutating func takeLight(_ tokens: [RecordingToken]) throws(RecordingProblem) {
    let state = try KeyState(tokens.dropFirst())
    guard let isLit = state.capsLock, state.keys == nil else { throw .notAllowedHere("led") }
    append(EventType.led, EventCode.capsLockLight, isLit ? 1 : 0)
    endFrame()
  }

  private func onlyTime(_ tokens: [RecordingToken]) throws(RecordingProblem) -> Int64 {
    guard tokens.count == 2, let time = RecordingTime.parse(tokens[1].word) else {
      throw .badTime(tokens.dropFirst().map(\.word).joined(separator: " "))
    }
    return time
  }

  private mutating func takeRawEvent(_ tokens: [RecordingToken]) throws(RecordingProblem) {
    let words = tokens.map(\.word)
    guard words.count == 4, let type = UInt16(words[1], radix: 16),
      let code = UInt16(words[2], radix: 16), let value = Int32(words[3])
    else { throw .notAnEvent(words.joined(separator: " ")) }
    append(type, code, value)
  }

  /// Takes a row of strokes, texts, frames and times.
  private mutating func takeRow(_ tokens: [RecordingToken]) throws(RecordingProblem) {
    var frame: [Stroke]?
    for token in tokens {
      if token.word == "[", frame == nil {
        frame = []
      } else if token.word == "]", let strokes = frame, !strokes.isEmpty {
        try takeFrame(strokes)
        frame = nil
      } else if frame != nil {
        guard token.text == nil, let stroke = try Self.stroke(token.word) else { throw .badFrame }
        frame?.append(stroke)
      } else {
        try takeWord(token)
      }
    }
    if frame != nil { throw .badFrame }
  }

  private mutating func takeWord(_ token: RecordingToken) throws(RecordingProblem) {
    if let text = token.text {
      guard token.word.isEmpty else { throw .notAllowedHere(token.word) }
      try takeFrames(Typist(layout: (recording.profile ?? Profile()).layout).type(text))
    } else if token.word.hasPrefix("t=") {
      guard let time = RecordingTime.parse(token.word.dropFirst(2)) else {
        throw .badTime(token.word)
      }
      if time < now { throw .timeGoesBack(token.word) }
      now = time
    } else if let pause = RecordingTime.parse(token.word) {
      try advance(by: pause)
    } else if let stroke = try Self.stroke(token.word) {
      try takeFrame([stroke])
    } else {
      try takeFrames(Self.chord(token.word))
    }
  }

  /// `+key`, `-key` or `~key`; nil for anything else.
  private static func stroke(_ word: String) throws(RecordingProblem) -> Stroke? {
    guard let sign = word.first, let value = ["-": 0, "+": 1, "~": 2][sign] else { return nil }
    return Stroke(code: try key(word.dropFirst()), value: Int32(value))
  }

  /// `key` or `modifier+key`: a tap.
  private static func chord(_ word: String) throws(RecordingProblem) -> [Stroke] {
    var codes: [UInt16] = []
    for name in word.split(separator: "+", omittingEmptySubsequences: false) {
      codes.append(try key(name))
    }
    return Stroke.tap(codes.removeLast(), holding: codes)
  }

  private static func key(_ name: Substring) throws(RecordingProblem) -> UInt16 {
    guard let code = KeyName.code(name) else { throw .unknownKey(String(name)) }
    return code
  }

  private mutating func takeFrames(_ strokes: [Stroke]) throws(RecordingProblem) {
    for stroke in strokes { try takeFrame([stroke]) }
  }

  private mutating func takeFrame(_ strokes: [Stroke]) throws(RecordingProblem) {
    try advance(by: pace)
    for stroke in strokes { append(EventType.key, stroke.code, stroke.value) }
    endFrame()
  }

  private mutating func advance(by pause: Int64) throws(RecordingProblem) {
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
