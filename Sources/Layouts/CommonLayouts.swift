// SPDX-License-Identifier: Apache-2.0

import Wedge

extension Layout {
  /// The names of the layouts that scanners are commonly set to, the most frequent first.
  public static let common = [
    "us", "gb", "de", "fr", "be", "ch", "ch(fr)", "it", "es", "pt", "se", "dk", "no", "fi", "pl",
    "cz", "hu", "tr", "jp",
  ]
}
