// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension RecallInfo {
  /// `lot C202507 of GTIN 09506000134352`, safe to show.
  var goods: String {
    let owner = gtin.map { "GTIN \(visible($0))" }
    if let lot { return "lot \(visible(lot)) of \(owner ?? "every GTIN")" }
    if let serial { return "serial \(visible(serial)) of \(owner ?? "every GTIN")" }
    return owner ?? "nothing"
  }

  /// `number  goods  reason  added …  lifted …`, safe to show.
  var row: [String] {
    [
      "\(number)", goods, visible(reason), "added \(added.words)",
      lifted.map { "lifted \($0.words)" } ?? "in force",
    ]
  }

  /// The options with which `scanctl trace` shows the scans of these goods, for a shell.
  var traceOptions: String {
    [("gtin", gtin), ("lot", lot), ("serial", serial)].compactMap { key, value in
      value.map { " --\(key) \(shellWord(visible($0)))" }
    }.joined()
  }
}
