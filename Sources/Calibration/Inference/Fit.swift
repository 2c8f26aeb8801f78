// SPDX-License-Identifier: Apache-2.0

import Recordings
import Wedge

/// A profile with which all scans of the recordings are calibration labels.
struct Fit {
  /// The profile, complete.
  let profile: Profile
  /// The thing that stands where the labels have the separator.
  let separator: Separator
  /// The labels, one for each scan.
  let labels: [TypedLabel]
  /// The scans.
  let scans: [TypedScan]

  /// The longest Prefix= or Suffix= in bytes: scand.scanner(5).
  private static let longestAffix = 64
  /// The silence after a scan that shows that no terminator follows.
  private static let proof: Int64 = 1_000_000

  /// Reads the recordings with a profile that has no affixes yet.
  init(_ bare: Profile, _ recordings: [Recording]) throws(CalibrationError) {
    var scans: [TypedScan] = []
    for recording in recordings {
      scans += recording.scans(with: bare) { $0.isWhole && TypedLabel($0.capture.data) != nil }
      if let last = scans.last { try Self.check(last) }
    }
    labels = scans.compactMap { TypedLabel($0.capture.data) }
    self.scans = scans
    guard let label = labels.first else { throw .nothingTyped }
    for (index, other) in labels.enumerated() {
      guard other.isTyped(like: label) else {
        throw .contradiction(scans[0].capture.data, scans[index].capture.data)
      }
    }
    guard let separator = Separator(label.separator) else {
      throw .unknownSeparator(scans[0].capture.data)
    }
    self.separator = separator
    profile = try Self.profile(bare, label, separator)
    if bare.terminator == .none, !scans.contains(where: { $0.silence >= Self.proof }) {
      throw .noSilence
    }
  }

  /// Refuses a scan that is no label, or a damaged one.
  private static func check(_ scan: TypedScan) throws(CalibrationError) {
    let data = scan.capture.data
    switch (scan.capture.cause, TypedLabel(data)) {
    case (nil, .some): return
    case (.undecodableKey, .some): throw .unknownSeparator(data)
    case (nil, nil), (.undecodableKey, nil):
      throw isLabelInOtherCase(data) ? .otherCase(data) : .notALabel(data)
    case (let cause?, _): throw .damaged(cause, data)
    }
  }

  private static func profile(
    _ bare: Profile, _ label: TypedLabel, _ separator: Separator
  ) throws(CalibrationError) -> Profile {
    if label.hasIdentifierInPrefix { throw .prefixBehindIdentifier(label.prefix) }
    for affix in [label.prefix, label.suffix] where affix.count > longestAffix {
      throw .longAffix(affix)
    }
    var profile = bare
    (profile.prefix, profile.suffix) = (label.prefix, label.suffix)
    if case .standIn(let text) = separator { profile.groupSeparator = .text(text) }
    return profile
  }

  private static func isLabelInOtherCase(_ data: [UInt8]) -> Bool {
    let lowered = data.map(lowercased)
    return CalibrationLabel.all.contains { lowered.firstRange(of: $0.head.map(lowercased)) != nil }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// The longest time between two keystrokes of a scan.
  var longestGap: Int64 { scans.map(\.longestGap).max() ?? 0 }

  /// True if reading the recordings with a profile gives just the labels.
  func isConfirmed(by profile: Profile, _ recordings: [Recording]) -> Bool {
    var expected = labels[...]
    for recording in recordings {
      let scans = recording.scans(with: profile) { $0.isWhole }
      for scan in scans {
        guard let label = expected.popFirst(), scan.isWhole, !scan.capture.lacksAffix,
          let read = TypedLabel(scan.capture.data), read.label == label.label,
          read.prefix.isEmpty, read.suffix.isEmpty, read.identifier == label.identifier,
          read.separator == (separator == .missing ? [] : [Ascii.groupSeparator])
        else { return false }
      }
    }
    return expected.isEmpty
  }
}
