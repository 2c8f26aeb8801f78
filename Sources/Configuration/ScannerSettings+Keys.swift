// SPDX-License-Identifier: Apache-2.0

import GS1
import Tracking
import Wedge

extension ScannerSettings: SectionSettings {
  static let section = Section<ScannerSettings>(
    name: "Scanner",
    keys: [
      .value("Station", \.station, Value.name),
      .value("Step", \.step, Value.name),
      .value("ReadPoint", \.readPoint, ReadPoint.parse),
      layoutKey,
      .value("GroupSeparator", \.profile.groupSeparator, groupSeparator),
      .value("Terminator", \.profile.terminator, terminator),
      .value("Prefix", \.profile.prefix, Value.bytes(atMost: longestAffix)),
      .value("Suffix", \.profile.suffix, Value.bytes(atMost: longestAffix)),
      .value("CharacterTimeout", \.profile.characterTimeout, TimeSpan.parser(in: timeouts)),
      .value("AbandonGap", \.profile.abandonGap, TimeSpan.parser(in: abandonGaps)),
      .value("IdleGap", \.profile.idleGap, TimeSpan.parser(in: idleGaps)),
      .value("Assume", \.assume, assume),
      .value("Pairing", \.pairing, Value.boolean),
      .value("DefaultPolicy", \.defaultPolicy, policy),
      .value("SerialRepeated", \.checks.serialRepeated, Consequence.any),
      .value("LotConflict", \.checks.lotConflict, Consequence.any),
      .value("ExpiryConflict", \.checks.expiryConflict, Consequence.any),
      .value("Expired", \.checks.expired, Consequence.any),
      .value("Recalled", \.checks.recalled, Consequence.any),
      .value("Grab", \.grab, Value.boolean),
    ])

  /// The longest Prefix= and Suffix= in bytes.
  static let longestAffix = 64
  /// Below, the delays of a bus are taken for pauses; above, a cut scan blocks the next too long.
  static let timeouts: ClosedRange<Int64> = 20_000...60_000_000
  /// Above, a scanner stays untrusted for longer than anybody waits.
  static let abandonGaps: ClosedRange<Int64> = 20_000...600_000_000
  /// Below, a slow scanner's characters become scans of their own.
  static let idleGaps: ClosedRange<Int64> = 20_000...10_000_000

  private static let layoutKey = Key<ScannerSettings>(
    name: "Layout",
    assign: { (settings, text) throws(ValueError) in
      settings.profile.layout = try layout(text)
      settings.isLayoutConfigured = true
    },
    reset: {
      $0.profile.layout = Profile().layout
      $0.isLayoutConfigured = false
    })

  private static let layout = Value.choice(Layout.allCases.map(\.name), Layout.init(name:))
  private static let groupSeparator = Value.choice(
    GroupSeparator.allCases.map(\.name), GroupSeparator.init(name:))
  private static let terminator = Value.choice(
    Terminator.allCases.map(\.name), Terminator.init(name:))
  private static let policy = Value.choice(
    Policy.allCases.map(\.rawValue), Policy.init(rawValue:))
  private static let assume = Value.choice(
    Reading.Assumption.allCases.map(\.name), Reading.Assumption.init(name:))
}
