// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import Wedge

extension ScannerHub {
  /// Puts a tap to a scanner: from now on it is told each input, until it is removed or the scanner goes.
  ///
  /// - Returns: the state at this moment; nil if no scanner of this name is read.
  public func add(_ tap: KeyTap, to id: String) -> KeyTapStart? {
    guard let scanner = scanners.first(where: { $0.record.id == id }) else { return nil }
    // The inputs that wait belong to the time before.
    serve(scanner)
    guard case .read = devices[scanner.record.properties.sysPath] else { return nil }
    return scanner.add(tap)
  }

  /// Removes a tap; nothing happens if its scanner is gone.
  public func remove(_ tap: KeyTap) {
    for scanner in scanners { scanner.taps.removeAll { $0 === tap } }
  }
}

extension Scanner {
  /// Puts a tap to the scanner.
  func add(_ tap: KeyTap) -> KeyTapStart {
    taps.append(tap)
    return KeyTapStart(
      scanner: state, profile: wedge.profile, keysDown: areKeysKnown ? wedge.keysDown : nil,
      capsLock: device.capsLockLight(), time: SystemClock.monotonic.now)
  }

  /// Ends all taps.
  func endTaps(_ cause: KeyTap.End.Cause, at time: Int64) {
    for tap in taps { tap.end(cause, at: time) }
    taps = []
  }
}
