// SPDX-License-Identifier: Apache-2.0

import GS1
import Wedge
import Wire

/// What one scanner delivered, whole or not, before anybody has judged it.
public struct Scan: Sendable {
  /// The bytes the scanner meant, symbology identifier included; what there was of them if `cause`.
  public var data: [UInt8]
  /// Wall clock of the last key event.
  public var time: Timestamp
  /// Wall clock when it was handed over: never before the last key event of any scan handed over
  /// earlier, unless somebody has set the clock back.
  public var received: Timestamp
  /// Why the data are not a whole scan; nil if they are.
  public var cause: Cause?
  /// Where it comes from and how it is to be read.
  public var origin: Origin
  /// What was remarkable about reading it.
  public var notes: [Remark]

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

  /// What the key events of one scanner amounted to.
  public init(
    _ capture: Capture, time: Timestamp, received: Timestamp? = nil, origin: Origin,
    notes: [Remark] = []
  ) {
    self.init(
      data: capture.data, time: time, received: received, cause: capture.cause, origin: origin,
      notes: notes)
    if capture.lacksAffix { self.notes.append(.affixMissing) }
    if capture.isUnterminated { self.notes.append(.unterminated) }
    if capture.dependsOnLayout, !origin.isLayoutConfigured { self.notes.append(.layoutAssumed) }
  }
}

/// Where a scan comes from: the scanner and what was configured for it.
public struct Origin: Sendable, Equatable {
  /// Which physical device.
  public var scanner: String
  /// Where it stands.
  public var station: String?
  /// What happens there.
  public var step: String?
  /// The place's URI for EPCIS.
  public var readPoint: String?
  /// What data without symbology identifier are taken for.
  public var assume: Assume
  /// Whether AIs are held to the AIs that they require or exclude.
  public var pairing: Bool
  /// Whether the keyboard layout is known and not just assumed.
  public var isLayoutConfigured: Bool
  /// How items must be tracked of which nothing else is said.
  public var defaultPolicy: Policy
  /// What checks lead to here, where nothing else is said of the item.
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
