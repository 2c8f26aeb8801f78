// SPDX-License-Identifier: Apache-2.0

import FeedClient
import TerminalIO
import Wire

/// A rejected or incomplete record and its resolution, for people.
struct ListedException {
  /// The record.
  let record: Record
  /// The resolution; nil while it is open.
  let resolved: Resolution?

  /// An exception of the daemon; nil if its record cannot be read.
  init?(_ exception: ExceptionInfo) {
    guard let record = try? exception.record.record else { return nil }
    self.record = record
    resolved = exception.resolved
  }

  /// A row of the worklist: cursor, time, place, verdict, what was understood, the first reason, and the
  /// resolution if there is one.
  var row: [String] {
    let words = record.subject.words
    return [
      record.cursor.map { "\($0)" } ?? "", LocalTime(record.time).dateAndClock,
      visible(record.place), "\(record.verdict.symbol) \(record.verdict.rawValue)",
      words.isEmpty ? "\"\(shortened(visible(bytes: record.data)))\"" : words,
      record.reasons.first.map { visible($0.text) } ?? "",
    ] + (outcome.map { [$0] } ?? [])
  }

  /// `resolved 2026-11-23 09:00:00 by alice: label printed again`, safe to show; nil while it is open.
  private var outcome: String? {
    resolved.map { "resolved \($0.change.words): \(visible($0.note))" }
  }
}

extension ListedException {
  /// All that is known of the exception, for people.
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
      + "; to resolve it: scanctl exceptions resolve \(record.cursor ?? 0) --note TEXT"
  }
}

/// A label of 10,000 characters does not fit into a line.
private func shortened(_ text: String) -> String {
  text.count <= 60 ? text : text.prefix(59) + "…"
}
