// SPDX-License-Identifier: Apache-2.0

import GS1
import Tracking
import Wedge

/// The settings in a .scanner file: scand.scanner(5).
public struct ScannerSettings: Sendable, Equatable {
  /// The file name without directory, `dock-1.scanner`; nil without a file.
  public var file: String?
  /// [Match]: the devices that the settings apply to.
  public var match = DeviceMatch()
  /// Station=: the place of the scanner.
  public var station: String?
  /// Step=: the work done at the station.
  public var step: String?
  /// ReadPoint=: the URI of the place for EPCIS.
  public var readPoint: String?
  /// Layout= to IdleGap=: the way the scanner types.
  public var profile = Profile()
  /// Layout=: the name of the profile's layout; nil if it is an assumption.
  public var layoutName: String?
  /// ReReadWindow=: the time, in microseconds, within which the same data from the scanner are the
  /// same label read again; 0 if they never are.
  public var reReadWindow: Int64 = 0
  /// Assume=: the interpretation of data without a symbology identifier.
  public var assume = Reading.Assumption.auto
  /// Pairing=: true if AIs are checked against the AIs that they require or exclude.
  public var pairing = true
  /// DefaultPolicy=: the item policy of items without one.
  public var defaultPolicy = Policy.any
  /// SerialRepeated= to Recalled=, where the station differs from scand.conf.
  public var checks = Checks()
  /// Grab=: true if the device is grabbed, so that no other program reads it.
  public var grab = true

  /// The default settings, for a scanner that no file matches.
  public init() {}
}

extension ScannerSettings {
  /// The origin of the scans of a scanner with these settings.
  ///
  /// - Parameter scanner: the name of the physical device.
  public func origin(scanner: String) -> Origin {
    var origin = Origin(scanner: scanner)
    origin.station = station
    origin.step = step
    origin.readPoint = readPoint
    origin.assume = assume
    origin.pairing = pairing
    origin.isLayoutConfigured = layoutName != nil
    origin.defaultPolicy = defaultPolicy
    origin.checks = checks
    return origin
  }
}

extension ScannerSettings: SectionSettings {
  static let section = Section<ScannerSettings>(
    name: "Scanner",
    keys: [
      .value("Station", \.station, Value.name),
      .value("Step", \.step, Value.name),
      .value("ReadPoint", \.readPoint, ReadPoint.parse),
      .value("Layout", \.layoutName, Value.layoutName),
      .value("GroupSeparator", \.profile.groupSeparator, Value.groupSeparator),
      .value("Terminator", \.profile.terminator, terminator),
      .value("Prefix", \.profile.prefix, Value.bytes(atMost: longestAffix)),
      .value("Suffix", \.profile.suffix, Value.bytes(atMost: longestAffix)),
      .value("CharacterTimeout", \.profile.characterTimeout, TimeSpan.parser(in: timeouts)),
      .value("AbandonGap", \.profile.abandonGap, TimeSpan.parser(in: abandonGaps)),
      .value("IdleGap", \.profile.idleGap, TimeSpan.parser(in: idleGaps)),
      .value("ReReadWindow", \.reReadWindow, TimeSpan.parser(in: reReadWindows)),
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
  /// Below the range, delays of the bus count as pauses; above, a cut scan blocks the next one too
  /// long.
  static let timeouts: ClosedRange<Int64> = 20_000...60_000_000
  /// Above the range, a scanner stays untrusted for longer than a person waits.
  static let abandonGaps: ClosedRange<Int64> = 20_000...600_000_000
  /// Below the range, each character of a slow scanner becomes a scan of its own.
  static let idleGaps: ClosedRange<Int64> = 20_000...10_000_000

  /// Below the range, no scanner reads a label again; above, a person may have meant to.
  static let reReadWindows: ClosedRange<Int64> = 0...3_600_000_000

  private static let terminator = Value.choice(
    Terminator.allCases.map(\.name), Terminator.init(name:))
  private static let policy = Value.choice(
    Policy.allCases.map(\.rawValue), Policy.init(rawValue:))
  private static let assume = Value.choice(
    Reading.Assumption.allCases.map(\.name), Reading.Assumption.init(name:))
}

extension UnitReader {
  /// Reports times that contradict each other or have no effect, and restores the defaults.
  mutating func checkTimes(_ settings: inout ScannerSettings) {
    let section = ScannerSettings.section.name
    let defaults = Profile()
    if !settings.profile.terminator.usesIdleGap,
      let idle = lastAssignment(to: "IdleGap", in: section)
    {
      report(.conflict, idle, "has an effect only with Terminator=none or enter-idle")
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
        .conflict, culprit,
        "AbandonGap (\(gap)) must not be shorter than CharacterTimeout (\(timeout))")
    }
    settings.profile.characterTimeout = defaults.characterTimeout
    settings.profile.abandonGap = defaults.abandonGap
  }
}

extension UnitReader {
  /// Finds the layout that is named; reports one that there is not.
  mutating func findLayout(for settings: inout ScannerSettings, in layouts: LayoutSource) {
    guard let name = settings.layoutName else { return }
    do throws(LayoutError) {
      settings.profile.layout = try layouts(name)
    } catch {
      settings.layoutName = nil
      guard let culprit = lastAssignment(to: "Layout", in: ScannerSettings.section.name) else {
        return
      }
      report(.badValue, culprit, error.text(name))
    }
  }
}

extension LayoutError {
  fileprivate func text(_ name: String) -> String {
    switch self {
    case .unknown(let nearest?):
      "there is no keyboard layout \"\(shown(name))\"; did you mean \(nearest)?"
    case .unknown(nil):
      "there is no keyboard layout \"\(shown(name))\"; xkeyboard-config(7) lists them: de, ch(fr) …"
    case .unusable(let cause):
      "the keyboard layout \"\(shown(name))\" cannot be used: \(shown(cause))"
    }
  }
}
