// SPDX-License-Identifier: Apache-2.0

import Wedge

extension KeyLife {
  /// The captures if the reader looks at each deadline, and at the end waits for the last one.
  var captures: [Capture] { captures { $0.deadline ?? .max } }

  /// The captures if the reader looks a while after each deadline, or not at all.
  var lookedAfter: [Capture] {
    var count = 0
    return captures {
      count += 1
      guard count % 3 > 0, let deadline = $0.deadline else { return .max }
      let later = deadline.addingReportingOverflow(Int64(count % 7))
      return later.overflow ? .max : later.partialValue
    }
  }

  /// A reader that lost events did not keep up, and so did not look after the last event before them.
  private func captures(_ moment: (WedgeDecoder) -> Int64) -> [Capture] {
    var decoder = decoder
    var captures: [Capture] = []
    var seen = openedAt
    for step in steps {
      let wanted = moment(decoder)
      let look = step.time == nil ? seen : wanted
      if let deadline = decoder.deadline, deadline <= look, look <= step.time ?? seen {
        if let capture = decoder.process(.idle(now: look)) { captures.append(capture) }
      }
      if case .input(let input) = step { seen = input.time }
      if let capture = decoder.take(step) { captures.append(capture) }
    }
    while let deadline = decoder.deadline {
      guard let capture = decoder.process(.idle(now: deadline)) else { break }
      captures.append(capture)
    }
    // No silence follows the last moment of all.
    if let capture = decoder.process(.unplugged(at: seen)) { captures.append(capture) }
    return captures
  }
}

extension KeyLife.Step {
  /// The time of an event before which the reader may have looked.
  fileprivate var time: Int64? {
    guard case .input(let input) = self else { return nil }
    switch input {
    case .event(let event): return event.type == 0 && event.code == 3 ? nil : event.time
    case .idle: return input.time
    case .dropped, .unplugged: return nil
    }
  }
}

extension WedgeDecoder {
  /// Takes one step.
  mutating func take(_ step: KeyLife.Step) -> Capture? {
    switch step {
    case .input(let input): return process(input)
    case .profile(let profile):
      apply(profile: profile)
      return nil
    }
  }

  /// True if all that can be seen of another decoder is the same.
  func hasTheSame(as other: WedgeDecoder) -> Bool {
    isTrusted == other.isTrusted && hasOpenScan == other.hasOpenScan && deadline == other.deadline
      && consecutiveWithoutTerminator == other.consecutiveWithoutTerminator
      && keysDown == other.keysDown && profile == other.profile
  }
}
