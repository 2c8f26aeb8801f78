// SPDX-License-Identifier: Apache-2.0

import Wedge

extension Examination {
  /// Requires that every whole scan was typed as it is, and that those which no fault met are whole.
  func examineScans(
    _ captures: [Capture], of script: KeyScript, _ run: KeyRun, _ input: [UInt8]
  ) throws(Violation) {
    let shown = { "\(Corpus.line(of: input)): \(captures) of \(script.scans)" }
    var whole = captures.filter { $0.cause == nil }[...]
    let harmed = script.harmed
    for (place, scan) in script.scans.enumerated() {
      let expected = script.profile.stripped(scan.text)
      let isWhole = whole.first.map {
        $0.data == expected.data && $0.lacksAffix == expected.lacksAffix
          && $0.time == run.delivered[scan.end]
      }
      if isWhole == true { whole.removeFirst() }
      if !harmed[place] { try require(.unharmedScanIsWhole, isWhole == true, shown()) }
    }
    try require(.neverAWrongScan, whole.isEmpty, shown())
  }
}

extension KeyScript {
  /// For each scan, true if a fault may have met it. Without a terminator or a silence before it, its
  /// beginning may be missing; with Caps Lock, a fault before may make its letters uncertain.
  fileprivate var harmed: [Bool] {
    var faults = faults[...]
    var reached = 0
    return scans.map { scan in
      let begin = scan.terminatorBefore ?? 0
      let hasRested = habits.openingRest > profile.characterTimeout
      let isKnown = hasRested || (scan.terminatorBefore != nil && habits.capsLock == .never)
      let isTooLong = scan.text.count > max(1, profile.maximumLength)
      while let first = faults.first, first.frame <= scan.end {
        if !isHarmless(first.fault, at: first.frame) {
          reached = max(reached, first.frame) + first.fault.lost
        }
        faults.removeFirst()
      }
      return isTooLong || !isKnown || reached > begin
        || (reached > 0 && habits.capsLock != .never)
    }
  }

  /// True for a silence between two scans.
  private func isHarmless(_ fault: KeyFault, at frame: Int) -> Bool {
    guard case .pause = fault else { return false }
    return frame < frames.count && frames[frame].isFirst && frame > 0
  }
}
