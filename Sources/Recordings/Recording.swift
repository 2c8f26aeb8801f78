// SPDX-License-Identifier: Apache-2.0

import Wedge

/// The key events of one scanner, from opening to unplugging: docs/recordings.md.
///
/// Times are microseconds since the opening.
public struct Recording: Sendable, Equatable {
  /// The keys that were down at the opening; nil if that is not known.
  public var keysDown: KeySet?
  /// True if the Caps Lock light was on at the opening.
  public var capsLock = false
  /// The inputs in order; the last one is the unplugging.
  public var inputs: [Input] = []
  /// The scanner's profile; nil if the recording has none.
  public var profile: Profile?
  /// The expected captures as `Capture.outcomeLine` writes them; nil if the recording has none.
  public var expected: [String]?

  /// An empty recording.
  public init() {}

  /// Parses a recording in the project's own form or the output of evemu-record(1).
  ///
  /// - Parameter layouts: finds the layout that the recording's profile names.
  public static func parse(
    _ bytes: [UInt8], layouts: @escaping LayoutSource = builtInLayout
  ) throws(RecordingError) -> Recording {
    let lines = bytes.split(separator: Ascii.lineFeed, omittingEmptySubsequences: false)
      .map { String(decoding: $0.last == Ascii.carriageReturn ? $0.dropLast() : $0, as: UTF8.self) }
    return try EvemuReader.recognizes(lines)
      ? EvemuReader.read(lines) : RecordingReader.read(lines, layouts: layouts)
  }
}

/// The captures that the decoder makes of a recording, in order.
///
/// As with a real reader, the decoder is told of each silence that completes a capture, but not of one before
/// events that were lost: such a reader did not keep up.
public func replay(_ recording: Recording, profile: Profile) -> [Capture] {
  var decoder = WedgeDecoder(
    profile: profile, openedAt: 0, keysDown: recording.keysDown, capsLock: recording.capsLock)
  var captures: [Capture] = []
  for input in recording.inputs {
    if !input.isDrop, let deadline = decoder.deadline, deadline <= input.time,
      let ended = decoder.process(.idle(now: deadline))
    {
      captures.append(ended)
    }
    if let capture = decoder.process(input) { captures.append(capture) }
  }
  return captures
}

extension Input {
  /// True where events were lost.
  fileprivate var isDrop: Bool {
    switch self {
    case .dropped: true
    case .event(let event):
      event.type == EventType.synchronization && event.code == EventCode.dropped
    case .idle, .unplugged: false
    }
  }
}
