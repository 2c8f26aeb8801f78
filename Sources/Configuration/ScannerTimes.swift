// SPDX-License-Identifier: Apache-2.0

import Wedge

extension UnitReader {
  /// Refuses times that contradict each other or have no effect, and takes the defaults instead.
  mutating func checkTimes(_ settings: inout ScannerSettings) {
    let section = ScannerSettings.section.name
    let defaults = Profile()
    if settings.profile.terminator != .none,
      let idle = lastAssignment(to: "IdleGap", in: section)
    {
      report(idle, "has an effect only with Terminator=none")
      settings.profile.idleGap = defaults.idleGap
    }
    guard settings.profile.abandonGap < settings.profile.characterTimeout else { return }
    let gap = TimeSpan.describe(settings.profile.abandonGap)
    let timeout = TimeSpan.describe(settings.profile.characterTimeout)
    let culprit =
      lastAssignment(to: "AbandonGap", in: section)
      ?? lastAssignment(to: "CharacterTimeout", in: section)
    if let culprit {
      report(
        culprit, "AbandonGap (\(gap)) must not be shorter than CharacterTimeout (\(timeout))")
    }
    settings.profile.characterTimeout = defaults.characterTimeout
    settings.profile.abandonGap = defaults.abandonGap
  }
}
