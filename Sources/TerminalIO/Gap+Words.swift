// SPDX-License-Identifier: Apache-2.0

import Wire

extension Gap {
  /// `Record 17 is damaged`, `Records 1 to 999 are no longer in the journal (retention)`.
  package var words: String {
    let records = from == to ? "Record \(from) is" : "Records \(from) to \(to) are"
    return cause == Gap.damage
      ? "\(records) damaged" : "\(records) no longer in the journal (\(visible(cause)))"
  }
}
