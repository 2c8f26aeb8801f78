// SPDX-License-Identifier: Apache-2.0

import GS1
import Wedge
import Wire

/// The data that one scanner delivered, whole or not, before they are judged.
public struct Scan: Sendable {
  /// The bytes of the label, symbology identifier included; only a part of them if `cause` is set.
  public var data: [UInt8]
  /// Wall clock of the last key event.
  public var time: Timestamp
  /// Wall clock when it was handed over. It is not before the last key event of any scan handed
  /// over earlier, unless the clock was set back.
  public var received: Timestamp
  /// The reason why the data are not a whole scan; nil if they are one.
  public var cause: Cause?
  /// The scanner it comes from, and the settings for it.
  public var origin: Origin
  /// Remarks about the way it was delivered.
  public var notes: [Remark]
  /// The means to read its keys on other layouts; nil for data that no keys typed.
  public var rereading: Rereading?

  /// A scan of `data`.
  public init(
    data: [UInt8], time: Timestamp, received: Timestamp? = nil, cause: Cause? = nil, origin: Origin,
    notes: [Remark] = []
  ) {
    self.data = data
    self.time = time
    self.received = received ?? time
    self.cause = cause
    self.origin = origin
    self.notes = notes
  }

  /// A scan from the key events of one scanner.
  public init(
    _ capture: Capture, time: Timestamp, received: Timestamp? = nil, origin: Origin,
    notes: [Remark] = [], rereading: Rereading? = nil
  ) {
    self.init(
      data: capture.data, time: time, received: received, cause: capture.cause, origin: origin,
      notes: notes)
    self.rereading = rereading
    if capture.lacksAffix { self.notes.append(.affixMissing) }
    if capture.isUnterminated { self.notes.append(.unterminated) }
    if capture.dependsOnLayout, !origin.isLayoutConfigured { self.notes.append(.layoutAssumed) }
  }
}

/// The origin of a scan: the scanner and the settings for it.
public struct Origin: Sendable, Equatable {
  /// The name of the physical device.
  public var scanner: String
  /// The place where it stands.
  public var station: String?
  /// The process step at that place.
  public var step: String?
  /// The place's URI for EPCIS.
  public var readPoint: String?
  /// The rule for data without a symbology identifier.
  public var assume: Reading.Assumption
  /// True if the rules by which AIs require or exclude others apply.
  public var pairing: Bool
  /// True if the keyboard layout is configured, false if it is assumed.
  public var isLayoutConfigured: Bool
  /// The policy for items that have none of their own.
  public var defaultPolicy: Policy
  /// The consequences that are set here; those of the item override them.
  public var checks: Checks

  /// A scanner with nothing configured.
  public init(scanner: String) {
    self.scanner = scanner
    assume = .auto
    pairing = true
    isLayoutConfigured = false
    defaultPolicy = .any
    checks = Checks()
  }
}
