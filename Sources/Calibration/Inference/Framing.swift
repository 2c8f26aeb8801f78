// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Wedge

/// A way to find the end of a scan.
struct Framing {
  /// The terminator.
  let terminator: Terminator
  /// The silence that ends a scan, where that is the terminator's.
  var idleGap = Profile().idleGap

  /// A pause within a scan that even the slowest scanner does not make, in microseconds.
  private static let patience: Int64 = 4_000_000

  /// Terminators that are keys, with their keys.
  static let keys: [(framing: Framing, keys: [UInt16])] = [
    (Framing(terminator: .keypadEnter), [UInt16(KEY_KPENTER)]),
    (Framing(terminator: .enter), [UInt16(KEY_ENTER), UInt16(KEY_KPENTER)]),
    (Framing(terminator: .tab), [UInt16(KEY_TAB)]),
  ]

  /// Silences, of which a slow scanner needs a longer one.
  static let silences = [Terminator.enterIdle, .none].flatMap { terminator in
    [100_000, 300_000, 1_000_000].map { Framing(terminator: terminator, idleGap: $0) }
  }

  /// A profile that nothing else is known of.
  var profile: Profile {
    var profile = Profile()
    profile.terminator = terminator
    profile.idleGap = idleGap
    profile.characterTimeout = Self.patience
    profile.abandonGap = 2 * Self.patience
    return profile
  }
}
