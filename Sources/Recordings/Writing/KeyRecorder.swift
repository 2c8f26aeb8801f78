// SPDX-License-Identifier: Apache-2.0

import Wire

/// Turns the lines of the server about one scanner's keys into a recording: docs/recordings.md.
package struct KeyRecorder {
  private let begun: KeysBegun
  private var writer = RecordingWriter()
  private var mask: KeyMask?
  private var terminators: TerminatorCount?
  private var ended: KeysEnded?

  /// The number of presses and releases.
  package private(set) var strokes = 0
  /// The number of events that came too fast for their reader.
  package private(set) var lost = 0

  /// A recorder.
  ///
  /// - Parameter contents: true if the keys are recorded as they are; otherwise letters and digits are masked.
  package init(_ begun: KeysBegun, contents: Bool) {
    self.begun = begun
    terminators = TerminatorCount(begun.setting("Terminator") ?? "enter")
    mask = contents ? nil : KeyMask(layout: begun.setting("Layout") ?? "us")
  }

  /// The number of scans, by their terminators; nil if the scanner sends none.
  package var scans: Int? { terminators?.count }

  /// True if so many scans are complete: the last terminator has come up.
  package func hasScans(_ wanted: Int) -> Bool {
    terminators.map { $0.count > wanted || $0.count == wanted && !$0.isDown } ?? false
  }

  /// True if nothing follows.
  package var isEnded: Bool { ended != nil }

  /// The cause of the end, if it has come.
  package var cause: KeysEnded.Cause? { ended?.cause }

  /// The first lines.
  ///
  /// - Parameter program: the program that records, for the comment.
  package mutating func opening(by program: String) -> String {
    let keysDown = mask == nil ? begun.keysDown : mask?.reset(to: begun.keysDown)
    return writer.opening(
      comments: comments(program),
      profile: mask == nil ? begun.profile : KeyMask.masked(begun.profile), keysDown: keysDown,
      capsLock: begun.capsLock)
  }

  /// The text that a line of the server adds; it may come with the next one.
  package mutating func add(_ line: KeyLine) -> String {
    for event in line.events ?? [] {
      terminators?.note(event)
      if event.isStroke { strokes += 1 }
    }
    lost += line.lost?.count ?? 0
    ended = line.ended ?? ended
    var text = ""
    for item in KeyItem.items(of: line) { text += write(item) }
    return text
  }

  /// The last lines.
  ///
  /// - Parameter time: the moment, in microseconds since the beginning, unless the server has said it.
  package mutating func ending(at time: Int64) -> String {
    var text = ""
    for item in mask?.flush() ?? [] { text += writer.write(item) }
    let isGone = ended?.cause == .unplugged
    return text + writer.ending(at: ended?.time ?? time, isGone ? "unplug" : nil)
  }

  private mutating func write(_ item: KeyItem) -> String {
    guard let items = mask?.mask(item) else { return writer.write(item) }
    var text = ""
    for item in items { text += writer.write(item) }
    return text
  }

  private func comments(_ program: String) -> [String] {
    let device = begun.device
    return [
      "Key events of the scanner \(visible(begun.scanner)), "
        + "\(visible(device.vendor)):\(visible(device.product)) \(visible(device.name)),",
      "recorded by \(program), beginning at \(begun.time).",
      mask == nil
        ? "The keys are those that the scanner typed."
        : "Masked: each letter is an x and each digit a 0, or a neighbour while that one is down.",
    ]
  }
}

extension KeysBegun {
  /// The value of a setting of the profile that is not the usual one.
  fileprivate func setting(_ name: String) -> String? {
    profile.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }
}
