// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension TraceText {
  /// The scans made while a recall was in force, recall by recall.
  func effects(_ item: ItemSummary, _ clock: Clock) -> [[String]] {
    item.effects.pairs.map { _, effect in
      let (recall, counts) = (
        effect.recall,
        "\(grouped(effect.accepted)) accepted, \(grouped(effect.notAccepted)) not accepted"
      )
      let until = recall.lifted.map { ", lifted \(clock.brief($0.time))" } ?? ""
      let title =
        "  Scanned after recall \(recall.number) (\(clock.brief(recall.added.time))\(until)): \(counts)"
      return [effect.accepted > 0 ? paint(title, .red) : title]
        + records(effect.records, item, clock)
    }
  }

  /// Scans that were not accepted and are in no list before.
  func notAccepted(_ item: ItemSummary, _ clock: Clock) -> [String] {
    let others = item.otherwiseNotAccepted
    guard others.count > 0 else { return [] }
    let isAll = others.count == item.notAccepted.count
    return [isAll ? "  Not accepted" : "  Not accepted otherwise"] + records(others, item, clock)
  }

  /// Accepted scans that contradict earlier ones, in the words of their notes.
  func conflicts(_ item: ItemSummary) -> [String] {
    guard item.conflicts.count > 0 else { return [] }
    let lines = item.conflicts.elements.map { cursor, text in
      "  record \(grouped(cursor)): \(visible(text))"
    }
    return ["  Contradictions"] + lines + more(item.conflicts.omitted)
  }

  /// Records with what their labels say besides what they were asked for.
  private func records(
    _ excerpt: Excerpt<Record>, _ item: ItemSummary, _ clock: Clock
  ) -> [String] {
    let place = placeHeader(excerpt.elements.contains { $0.station != nil })
    let header = [
      "record", "when", place, "step", "SSCC", "GTIN", "lot", "serial", "verdict", "",
    ]
    let rows: [TraceRow] = excerpt.elements.map { record in
      let subject = record.subject
      return .cells(
        cells(of: record, clock) + [
          visible(target.sscc == nil ? subject.sscc ?? "" : ""),
          visible(item.gtin == nil ? subject.gtin ?? "" : ""),
          visible(target.lot == nil ? subject.lot ?? "" : ""),
          visible(target.serial == nil ? subject.serial ?? "" : ""), verdict(record),
          remarks(record),
        ], colours: [8: record.verdict.colour])
    }
    return table(header, rows, rightAligned: ["record"]) + more(excerpt.omitted)
  }

  private func remarks(_ record: Record) -> String {
    record.verdict == .accepted
      ? record.notes.map { visible($0.code) }.joined(separator: ", ")
      : record.reasons.map { visible($0.text) }.joined(separator: " ")
  }
}
