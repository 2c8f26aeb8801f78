// SPDX-License-Identifier: Apache-2.0

// The project's own form of a trace: docs/trace-format.md. Time stands still but for what the trace
// says; each stroke is a frame of its own unless brackets put several into one.

/// Reads a trace in the project's own form.
struct TraceReader {
  /// What was read.
  var trace = Trace()
  /// The time that the trace has come to.
  var now: Int64 = 0
  /// The time before each frame.
  var pace: Int64 = 0
  /// Nothing more can happen.
  var isUnplugged = false
  private var hasOpened = false
  private var isBlankAfterwards = false

  /// Reads a whole file.
  static func read(_ lines: [String]) throws(TraceError) -> Trace {
    var reader = TraceReader()
    for (index, line) in lines.enumerated() {
      do throws(TraceProblem) {
        try reader.read(line)
      } catch {
        throw TraceError(line: index + 1, problem: error)
      }
    }
    if !reader.isUnplugged { reader.trace.inputs.append(.unplugged(at: reader.now)) }
    return reader.trace
  }

  private mutating func read(_ line: String) throws(TraceProblem) {
    if line.allSatisfy(\.isWhitespace) {
      isBlankAfterwards = hasOpened || trace.profile != nil
      return
    }
    let tokens = try TraceToken.tokens(of: line)
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

  private mutating func takeProfile(_ settings: ArraySlice<TraceToken>) throws(TraceProblem) {
    if hasOpened || trace.profile != nil { throw .profileComesFirst }
    var profile = Profile()
    for token in settings {
      guard let (name, value) = token.setting else { throw .notAllowedHere(token.word) }
      try profile.set(name, to: value)
    }
    trace.profile = profile
  }

  private mutating func takeOpening(_ settings: ArraySlice<TraceToken>) throws(TraceProblem) {
    if hasOpened { throw .openComesFirst }
    hasOpened = true
    let state = try KeyState(settings)
    trace.keysDown = state.keys
    trace.capsLock = state.capsLock ?? false
  }

  /// One line of the expected result; `nothing` says that nothing should come out.
  private mutating func expect(_ tokens: [TraceToken]) throws(TraceProblem) {
    var words = tokens.map(\.word)
    if words == ["nothing"], trace.expected == nil {
      trace.expected = []
      return
    }
    guard words.count >= 2, let data = tokens[1].text, words[1].isEmpty,
      words[0] == "whole" || Cause.allCases.contains(where: { $0.name == words[0] })
    else { throw .notAnOutcome(words.joined(separator: " ")) }
    words[1] = TraceText.quote(data)
    trace.expected = (trace.expected ?? []) + [words.joined(separator: " ")]
  }
}
