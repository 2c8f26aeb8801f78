// SPDX-License-Identifier: Apache-2.0

import Recordings
import Wedge

/// The way a scanner types, as its keys have shown it.
public struct Calibration: Sendable {
  /// The profile; it reads the recordings as the labels.
  public let profile: Profile
  /// The other layouts that type the scanned labels with the same keys.
  public let alike: [Layout]
  /// The thing that stands where the labels have the separator.
  public let separator: Separator
  /// The symbology identifiers of the scans; empty if the scanner sends none.
  public let identifiers: [String]
  /// The labels that were scanned, one for each scan.
  public let labels: [CalibrationLabel]
  /// The time for one character, in microseconds.
  public let timePerCharacter: Int64
  /// The longest time between two keystrokes of a scan, in microseconds.
  public let longestGap: Int64
  /// The number of presses of Caps Lock.
  public let capsLockPresses: Int
  /// True if digits are typed on the keypad, without Alt.
  public let usesKeypad: Bool
  /// True if every character is typed as Alt and its number.
  public let usesAltOnly: Bool

  /// The result for a fit, if it reads the recordings.
  init(
    _ fit: Fit, _ alike: [Layout], _ keys: KeyUse, _ recordings: [Recording]
  ) throws(CalibrationError) {
    let profile = fit.profile.timed(for: fit.longestGap)
    guard fit.isConfirmed(by: profile, recordings) else {
      let data = fit.scans[0].capture.data
      guard case .standIn(let text) = fit.separator else { throw .notALabel(data) }
      throw .ambiguousStandIn(text)
    }
    self.profile = profile
    self.alike = alike
    separator = fit.separator.spelled(in: profile) { fit.isConfirmed(by: $0, recordings) }
    identifiers = fit.labels.compactMap(\.identifier).reduce(into: []) { known, identifier in
      if !known.contains(identifier) { known.append(identifier) }
    }
    labels = fit.labels.map(\.label)
    let characters = fit.scans.map { max(1, $0.capture.data.count - 1) }.reduce(0, +)
    timePerCharacter = fit.scans.map(\.duration).reduce(0, +) / Int64(max(1, characters))
    longestGap = fit.longestGap
    capsLockPresses = keys.capsLock
    usesAltOnly = keys.isAltOnly
    usesKeypad = keys.hasKeypadDigits && !keys.usesAlt
  }
}

extension Calibration {
  /// True if the scanned labels have the characters of all.
  public var isComplete: Bool { unscanned.isEmpty }

  /// The names of the labels whose characters are missing.
  var unscanned: [String] {
    let (scanned, everything) = (Set(labels.map(\.name)), CalibrationLabel.all.map(\.name))
    return scanned.contains(everything[0])
      ? [] : everything.dropFirst().filter { !scanned.contains($0) }
  }
}

extension Profile {
  /// The profile with times that leave room for a scanner whose longest pause is this.
  fileprivate func timed(for gap: Int64) -> Profile {
    let defaults = Profile()
    var profile = self
    let room = (4 * gap + 99_999) / 100_000 * 100_000
    profile.characterTimeout = max(defaults.characterTimeout, room)
    profile.abandonGap = max(defaults.abandonGap, profile.characterTimeout * 2)
    profile.idleGap = terminator.usesIdleGap ? max(defaults.idleGap, room) : defaults.idleGap
    if profile.characterTimeout == defaults.characterTimeout {
      profile.abandonGap = defaults.abandonGap
    }
    return profile
  }
}

extension Separator {
  /// The separator with the narrowest setting with which the recordings are still read.
  fileprivate func spelled(in profile: Profile, isRead: (Profile) -> Bool) -> Separator {
    guard case .groupSeparator = self else { return self }
    let spellings =
      [.controlShiftRightBracket] + GroupSeparator.named.filter { $0 != .auto }
    for spelling in spellings {
      var narrow = profile
      narrow.groupSeparator = spelling
      if isRead(narrow) { return .groupSeparator(spelling: spelling.name) }
    }
    return .groupSeparator(spelling: "")
  }
}
