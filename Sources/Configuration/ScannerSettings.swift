// SPDX-License-Identifier: Apache-2.0

import GS1
import Tracking
import Wedge

/// What a .scanner file says of the scanners it matches: scand.scanner(5).
public struct ScannerSettings: Sendable, Equatable {
  /// The name of the file without directory, `dock-1.scanner`; nil without a file.
  public var file: String?
  /// [Match]: which devices are meant.
  public var match = DeviceMatch()
  /// Station=: where the scanner stands.
  public var station: String?
  /// Step=: what happens there.
  public var step: String?
  /// ReadPoint=: the URI of the place for EPCIS.
  public var readPoint: String?
  /// Layout=, GroupSeparator=, Terminator=, Prefix=, Suffix= and the times: how its keys are read.
  public var profile = Profile()
  /// Whether Layout= is given; if not, the profile's layout is an assumption.
  public var isLayoutConfigured = false
  /// Assume=: how data without a symbology identifier are read.
  public var assume = Reading.Assumption.auto
  /// Pairing=: whether AIs are held to those that they require or exclude.
  public var pairing = true
  /// DefaultPolicy=: how items must be tracked of which nothing else is said.
  public var defaultPolicy = Policy.any
  /// SerialRepeated= and the keys behind it, where this station differs from scand.conf.
  public var checks = Checks()
  /// Grab=: whether the device is taken from all other readers.
  public var grab = true

  /// The settings of a scanner that no file matches.
  public init() {}
}
