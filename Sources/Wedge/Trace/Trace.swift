// SPDX-License-Identifier: Apache-2.0

/// What a scanner did from the moment when it was opened to the moment when it was unplugged.
///
/// Time is counted in microseconds from the opening. docs/trace-format.md describes how a trace is
/// written down.
public struct Trace: Sendable, Equatable {
  /// The keys that were down at the opening; nil where nobody knows.
  public var keysDown: KeySet?
  /// Whether the Caps Lock light was on at the opening.
  public var capsLock = false
  /// What happened, in order; the last is the unplugging.
  public var inputs: [Input] = []
  /// How the scanner types, where the trace says so.
  public var profile: Profile?
  /// What should come out, as `Capture.traceLine` writes it; nil where the trace does not say.
  public var expected: [String]?

  /// Nothing yet.
  public init() {}

  /// Reads a trace in the project's own form, or events as evemu-record(1) writes them.
  public static func parse(_ bytes: [UInt8]) throws(TraceError) -> Trace {
    let lines = bytes.split(separator: Ascii.lineFeed, omittingEmptySubsequences: false)
      .map { String(decoding: $0.last == Ascii.carriageReturn ? $0.dropLast() : $0, as: UTF8.self) }
    return try EvemuReader.recognizes(lines) ? EvemuReader.read(lines) : TraceReader.read(lines)
  }
}

/// Replays a trace: what would have come out of the scanner, in order.
///
/// The reader is told of each silence that brings something out, as the real one tells it.
public func replay(_ trace: Trace, profile: Profile) -> [Capture] {
  var wedge = Wedge(
    profile: profile, openedAt: 0, keysDown: trace.keysDown, capsLock: trace.capsLock)
  var captures: [Capture] = []
  for input in trace.inputs {
    if let deadline = wedge.deadline, deadline <= input.time,
      let ended = wedge.take(.idle(now: deadline))
    {
      captures.append(ended)
    }
    if let capture = wedge.take(input) { captures.append(capture) }
  }
  return captures
}
