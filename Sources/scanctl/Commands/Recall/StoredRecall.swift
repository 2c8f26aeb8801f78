// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// A recall as the daemon has it.
struct StoredRecall {
  /// Its number.
  let number: Int64
  /// The time and the author of the recall.
  let added: ChangeMark?
  /// The time and the author of the lift; nil while the recall is in force.
  let lifted: ChangeMark?
  /// The daemon's own object.
  let json: JSONValue

  /// An element of the answer to `recalls`; nil if it is none.
  init?(_ json: JSONValue) {
    guard let number = json["number"]?.integer else { return nil }
    self.number = number
    added = json["added"].flatMap(ChangeMark.init)
    lifted = json["lifted"].flatMap(ChangeMark.init)
    self.json = json
  }

  /// `lot C202507 of GTIN 09506000134352`, safe to show.
  var goods: String {
    let gtin = json["gtin"]?.shown
    if let lot = json["lot"]?.shown { return "lot \(lot) of \(of(gtin))" }
    if let serial = json["serial"]?.shown { return "serial \(serial) of \(of(gtin))" }
    return gtin.map { "GTIN \($0)" } ?? "nothing"
  }

  /// `number  goods  reason  added …  lifted …`, safe to show.
  var row: [String] {
    [
      "\(number)", goods, json["reason"]?.shown ?? "", added.map { "added \($0.words)" } ?? "",
      lifted.map { "lifted \($0.words)" } ?? "in force",
    ]
  }

  /// The options with which `scanctl trace` shows what was scanned of these goods, for a shell.
  var traceOptions: String {
    ["gtin", "lot", "serial"].compactMap { key in
      json[key]?.shown.map { " --\(key) \(shellWord($0))" }
    }.joined()
  }

  private func of(_ gtin: String?) -> String { gtin.map { "GTIN \($0)" } ?? "every GTIN" }
}
