// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

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
