// SPDX-License-Identifier: Apache-2.0

import Tracking

extension ScannerSettings {
  /// Where the scans of a scanner with these settings come from.
  ///
  /// - Parameter scanner: which physical device it is.
  public func origin(scanner: String) -> Origin {
    var origin = Origin(scanner: scanner)
    origin.station = station
    origin.step = step
    origin.readPoint = readPoint
    origin.assume = assume
    origin.pairing = pairing
    origin.isLayoutConfigured = isLayoutConfigured
    origin.defaultPolicy = defaultPolicy
    origin.checks = checks
    return origin
  }
}
