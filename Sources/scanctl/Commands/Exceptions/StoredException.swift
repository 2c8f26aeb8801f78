// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TerminalIO
import Wire

/// A rejected or incomplete record, and what came of it.
struct StoredException {
  /// The record.
  let record: Record
  /// Who has looked after it, and when; nil while it is open.
  let resolved: ChangeMark?
  /// What they had to say of it.
  let note: String?
  private let resolution: JSONValue?

  /// An element of the answer to `exceptions`; nil if it is none.
  init?(_ json: JSONValue) {
    guard let object = json["record"],
      let record = try? JSONDecoder().decode(Record.self, from: Data(object.line))
    else { return nil }
    self.record = record
    resolution = json["resolved"]
    resolved = resolution.flatMap(ChangeMark.init)
    note = resolution?["note"]?.text
  }

  /// One JSON object, the record in it as everywhere.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("record")
      record.write(to: &json)
      guard let resolution else { return }
      json.key("resolved")
      resolution.write(to: &json)
    }
    json.newline()
  }

  /// A row of the worklist: cursor, time, place, verdict, what was understood, the first reason.
  var row: [String] {
    let words = record.subject.words
    return [
      record.cursor.map { "\($0)" } ?? "", LocalTime(record.time).dateAndClock,
      visible(record.place), "\(record.verdict.symbol) \(record.verdict.rawValue)",
      words.isEmpty ? "\"\(shortened(visible(bytes: record.data)))\"" : words,
      record.reasons.first.map { visible($0.text) } ?? "",
    ]
  }

  /// `resolved 2026-11-23 09:00:00 by alice: label printed again`, safe to show; nil while it is open.
  var outcome: String? {
    resolved.map { "resolved \($0.words): \(visible(note ?? ""))" }
  }
}

/// A label of 10,000 characters is nothing for a line.
private func shortened(_ text: String) -> String {
  text.count <= 60 ? text : text.prefix(59) + "…"
}
