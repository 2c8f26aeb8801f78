// SPDX-License-Identifier: Apache-2.0

// The project's own form of a recording: docs/recordings.md. Time stands still but for what the recording
// says; each stroke is a frame of its own unless brackets put several into one.

/// Reads a recording in the project's own form.
struct RecordingReader {
  /// What was read.
  var recording = Recording()
  /// The time that the recording has come to.
  var now: Int64 = 0
  /// The time before each frame.
  var pace: Int64 = 0
  /// Nothing more can happen.
  var isUnplugged = false
  private var hasOpened = false
  private var isBlankAfterwards = false

  /// Reads a whole file.
  static func read(_ lines: [String]) throws(RecordingError) -> Recording {
    var reader = RecordingReader()
    for (index, line) in lines.enumerated() {
      do throws(RecordingProblem) {
        try reader.read(line)
      } catch {
        throw RecordingError(line: index + 1, problem: error)
      }
    }
    if !reader.isUnplugged { reader.recording.inputs.append(.unplugged(at: reader.now)) }
    return reader.recording
  }

  private mutating func read(_ line: String) throws(RecordingProblem) {
    if line.allSatisfy(\.isWhitespace) {
      isBlankAfterwards = hasOpened || recording.profile != nil
      return
    }
    let tokens = try RecordingToken.tokens(of: line)
    guard let first = tokens.first else { return }
    if isBlankAfterwards { return try expect(tokens) }
    switch first.word {
    case "profile": try takeProfile(tokens.dropFirst())
    case "open": try takeOpening(tokens.dropFirst())
    default:
      if isUnplugged { throw .nothingFollowsUnplugging }
      hasOpened = true
      try takeEvents(first.word, tokens)
    }
  }

  private mutating func takeProfile(_ settings: ArraySlice<RecordingToken>) throws(RecordingProblem)
  {
    if hasOpened || recording.profile != nil { throw .profileComesFirst }
    var profile = Profile()
    for token in settings {
      guard let (name, value) = token.setting else { throw .notAllowedHere(token.word) }
      try profile.set(name, to: value)
    }
    recording.profile = profile
  }

  private mutating func takeOpening(_ settings: ArraySlice<RecordingToken>) throws(RecordingProblem)
  {
    if hasOpened { throw .openComesFirst }
    hasOpened = true
    let state = try KeyState(settings)
    recording.keysDown = state.keys
    recording.capsLock = state.capsLock ?? false
  }

  /// One line of the expected result; `nothing` says that nothing should come out.
  private mutating func expect(_ tokens: [RecordingToken]) throws(RecordingProblem) {
    var words = tokens.map(\.word)
    if words == ["nothing"], recording.expected == nil {
      recording.expected = []
      return
    }
    guard words.count >= 2, let data = tokens[1].text, words[1].isEmpty,
      words[0] == "whole" || Cause.allCases.contains(where: { $0.name == words[0] })
    else { throw .notAnOutcome(words.joined(separator: " ")) }
    words[1] = RecordingText.quote(data)
    recording.expected = (recording.expected ?? []) + [words.joined(separator: " ")]
  }
}
