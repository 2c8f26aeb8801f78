// SPDX-License-Identifier: Apache-2.0

/// What a scanner did from the moment when it was opened to the moment when it was unplugged.
///
/// Time is counted in microseconds from the opening. docs/recordings.md describes how a recording is
/// written down.
public struct Recording: Sendable, Equatable {
  /// The keys that were down at the opening; nil where nobody knows.
  public var keysDown: KeySet?
  /// Whether the Caps Lock light was on at the opening.
  public var capsLock = false
  /// What happened, in order; the last is the unplugging.
  public var inputs: [Input] = []
  /// How the scanner types, where the recording says so.
  public var profile: Profile?
  /// What should come out, as `Capture.outcomeLine` writes it; nil where the recording does not say.
  public var expected: [String]?

  /// Nothing yet.
  public init() {}

  /// Reads a recording in the project's own form, or events as evemu-record(1) writes them.
  public static func parse(_ bytes: [UInt8]) throws(RecordingError) -> Recording {
    let lines = bytes.split(separator: Ascii.lineFeed, omittingEmptySubsequences: false)
      .map { String(decoding: $0.last == Ascii.carriageReturn ? $0.dropLast() : $0, as: UTF8.self) }
    return try EvemuReader.recognizes(lines) ? EvemuReader.read(lines) : RecordingReader.read(lines)
  }
}

/// Replays a recording: what would have come out of the scanner, in order.
///
/// The reader is told of each silence that brings something out, as the real one tells it.
public func replay(_ recording: Recording, profile: Profile) -> [Capture] {
  var decoder = WedgeDecoder(
    profile: profile, openedAt: 0, keysDown: recording.keysDown, capsLock: recording.capsLock)
  var captures: [Capture] = []
  for input in recording.inputs {
    if let deadline = decoder.deadline, deadline <= input.time,
      let ended = decoder.process(.idle(now: deadline))
    {
      captures.append(ended)
    }
    if let capture = decoder.process(input) { captures.append(capture) }
  }
  return captures
}
