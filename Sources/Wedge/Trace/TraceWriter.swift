// SPDX-License-Identifier: Apache-2.0

/// Writes down what a scanner does, as a trace in the project's own form.
///
/// Only what a replay needs is written: keys, the Caps Lock light and losses.
public struct TraceWriter: Sendable {
  private let openedAt: Int64
  private var frame: [String] = []
  /// A raw SYN_DROPPED is waiting for its SYN_REPORT.
  private var isDiscarding = false
  private var latest: Int64 = 0

  /// A writer for a scanner that was opened at a time of the device's clock.
  public init(openedAt: Int64) { self.openedAt = openedAt }

  /// The first line: the keys that were down at the opening, where they are known.
  public func opening(keysDown: KeySet?, capsLock: Bool) -> String {
    "open" + Self.keys(keysDown) + (capsLock ? " capslock=on" : "")
  }

  /// The lines that an input makes, without line ends; a frame is written when it is complete.
  public mutating func lines(for input: Input) -> [String] {
    switch input {
    case .event(let event): return lines(for: event)
    case .idle: return []
    case .dropped(let at, let keysDown):
      let light = keysDown?.capsLock.map { $0 ? " capslock=on" : " capslock=off" } ?? ""
      return endFrame(at: at) + [time(at), "dropped" + Self.keys(keysDown) + light]
    case .unplugged(let at): return endFrame(at: at) + [time(at), "unplug"]
    }
  }

  private mutating func lines(for event: KeyEvent) -> [String] {
    switch (event.type, event.code) {
    case (EventType.key, let code):
      let sign = [0: "-", 1: "+", 2: "~"][event.value]
      if let sign { frame.append(sign + KeyName.name(code)) }
      return []
    case (EventType.led, EventCode.capsLockLight):
      let light = "led capslock=" + (event.value == 0 ? "off" : "on")
      return endFrame(at: event.time) + [time(event.time), light]
    case (EventType.synchronization, EventCode.dropped):
      isDiscarding = true
      return endFrame(at: event.time) + [time(event.time), "event 0 3 0"]
    case (EventType.synchronization, EventCode.report):
      defer { isDiscarding = false }
      if isDiscarding, frame.isEmpty { return ["event 0 0 0"] }
      return endFrame(at: event.time)
    default: return []
    }
  }

  private mutating func endFrame(at moment: Int64) -> [String] {
    defer { frame = [] }
    if frame.isEmpty { return [] }
    let strokes = frame.joined(separator: " ")
    return [time(moment) + " " + (frame.count == 1 ? strokes : "[\(strokes)]")]
  }

  /// The time since the opening; a clock that goes back stands still.
  private mutating func time(_ moment: Int64) -> String {
    let elapsed = moment.subtractingReportingOverflow(openedAt)
    if !elapsed.overflow { latest = max(latest, elapsed.partialValue) }
    return "t=" + TraceTime.describe(latest)
  }

  private static func keys(_ keys: KeySet?) -> String {
    guard let keys else { return "" }
    return " keys=" + keys.codes.map(KeyName.name).joined(separator: ",")
  }
}
