// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TerminalIO
import Wire

/// A rejected or incomplete record, and what came of it.
struct StoredException {
  /// The record.
  let record: Record
  /// The author and time of the resolution; nil while the exception is open.
  let resolved: ChangeMark?
  /// The note of the resolution.
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

  /// `resolved 2026-11-23 09:00:00 by alice: label printed again`, safe to show; nil while it is
  /// open.
  var outcome: String? {
    resolved.map { "resolved \($0.words): \(visible(note ?? ""))" }
  }
}

/// A label of 10,000 characters is nothing for a line.
private func shortened(_ text: String) -> String {
  text.count <= 60 ? text : text.prefix(59) + "…"
}

extension StoredException {
  /// Everything that is known of it, for people.
  var lines: [String] {
    let verdict = "\(record.verdict.symbol) \(record.verdict.rawValue)"
    let kind = [record.kind, record.symbology].compactMap { $0.map(visible) }
    var lines = [
      "Record \(record.cursor ?? 0)  \(LocalTime(record.time).dateAndClock)  "
        + Terminal.paint(verdict, record.verdict.colour)
        + kind.map { "  \($0)" }.joined()
    ]
    lines += facts
    lines += elementLines
    for reason in record.reasons { lines += reason.lines(in: record.data, record.verdict.colour) }
    for note in record.notes { lines += note.lines(in: record.data, .dim) }
    lines.append("  " + (outcome ?? openWords))
    return lines
  }

  private var facts: [String] {
    var table = Table()
    table.add(["  scanner", visible(record.scanner)])
    if record.station != nil { table.add(["  station", visible(record.place)]) }
    let isUnderlined = record.reasons.contains { $0.offset != nil }
    if !isUnderlined { table.add(["  data", visible(bytes: record.data)]) }
    return table.lines
  }

  private var elementLines: [String] {
    var table = Table()
    for element in record.elements {
      table.add([
        "  (\(visible(element.ai)))", element.title.map(visible) ?? "", visible(element.value),
      ])
    }
    return table.lines
  }

  private var openWords: String {
    Terminal.paint("open", .yellow)
      + "; when it is looked after: scanctl exceptions resolve \(record.cursor ?? 0) --note TEXT"
  }
}
