// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

private let numbers: Set = ["record", "scans", "units", "serials"]

extension TraceText {
  /// Accepted scans in order, recalls between them.
  func history(_ item: ItemSummary, _ clock: Clock) -> [String] {
    guard item.history.count > 0 else { return [] }
    let place = placeHeader(item.history.elements.contains { $0.station != nil })
    let header = ["record", "when", place, "step", "lot", "expires", "verdict", ""]
    var recalls = moments(of: item)
    var rows: [TraceRow] = []
    for record in item.history.elements {
      while let next = recalls.first, record.time >= next.time {
        rows.append(row(next, clock))
        recalls.removeFirst()
      }
      rows.append(
        .cells(
          cells(of: record, clock) + [
            visible(record.subject.lot ?? ""), visible(record.subject.expiry ?? ""),
            verdict(record), record.notes.map { visible($0.code) }.joined(separator: ", "),
          ], colours: [6: record.verdict.colour, 7: .yellow]))
    }
    if item.history.omitted == 0 { rows += recalls.map { row($0, clock) } }
    return table(header, rows, rightAligned: numbers) + more(item.history.omitted)
  }

  /// The table of accepted scans by place.
  func byPlace(_ item: ItemSummary, _ clock: Clock) -> [String] {
    let place = placeHeader(item.places.keys.contains(where: \.isStation))
    let rows = item.places.pairs.map { key, tally in
      row([visible(key.step ?? ""), visible(key.name)], tally, clock)
    }
    return table(
      ["step", place, "scans", "units", "serials", "first", "last"], rows, rightAligned: numbers
    )
  }

  /// The table of accepted scans by step; empty if the head or the table of places says it.
  func byStep(_ item: ItemSummary, _ clock: Clock) -> [String] {
    let (steps, places) = (item.steps.keys.count, item.places.keys.count)
    guard steps > 1, steps < places else { return [] }
    let rows = item.steps.pairs.map { step, tally in
      row([visible(step ?? "no step"), ""], tally, clock)
    }
    return table(
      ["step", "", "scans", "units", "serials", "first", "last"], rows, rightAligned: numbers)
  }

  /// The lots of a GTIN.
  func lots(_ item: ItemSummary, _ clock: Clock) -> [String] {
    let all = item.lots.pairs
    let rows = all.prefix(item.limit ?? .max).map { lot, tally in
      let expiries = tally.expiries.keys.map { visible($0) }.joined(separator: ", ")
      let recalls = item.effects.pairs.map(\.value.recall).filter {
        $0.lifted == nil && $0.lot == lot && lot != nil
      }
      return row(
        [visible(lot ?? "none")], tally.tally, clock,
        more: [expiries, recalls.map { "recalled (recall \($0.number))" }.joined(separator: ", ")])
    }
    let header = ["lot", "scans", "units", "serials", "first", "last", "expires", ""]
    return table(header, Array(rows), rightAligned: numbers) + more(all.count - rows.count)
  }

  /// The serials of a lot, and where each was last.
  func serials(_ item: ItemSummary, _ clock: Clock) -> [String] {
    let recalls = item.effects.pairs.map(\.value.recall).filter { $0.lifted == nil }
    let place = placeHeader(item.places.keys.contains(where: \.isStation))
    let shown = min(item.serials.count, item.limit ?? .max)
    let rows: [TraceRow] = (0..<shown).map { number in
      let (serial, last) = item.serials[number]
      let recalled = recalls.filter { $0.serial == serial }.map { "recalled (recall \($0.number))" }
      return .cells(
        [
          visible(serial), clock.brief(last.time), visible(last.place.name),
          visible(last.place.step ?? ""), grouped(last.cursor), recalled.joined(separator: ", "),
        ], colours: [5: .red])
    }
    return table(
      ["serial", "last", place, "step", "record", ""], rows, rightAligned: numbers)
      + more(item.serials.count - shown)
  }

  private func row(
    _ names: [String], _ tally: Tally, _ clock: Clock, more: [String] = []
  ) -> TraceRow {
    let moments = [tally.first, tally.last].map { $0.map { clock.brief($0.time) } ?? "" }
    return .cells(
      names + [grouped(tally.scans), grouped(tally.units), grouped(tally.serials.count)] + moments
        + more, colours: [names.count + 6: .red])
  }

  private struct Moment {
    let time: Timestamp
    let text: String
    let colour: Terminal.Colour
  }

  /// The times at which recalls were added and lifted, in order.
  private func moments(of item: ItemSummary) -> [Moment] {
    item.effects.pairs.flatMap { _, effect in
      let recall = effect.recall
      let added = Moment(
        time: recall.added.time, text: "recalled: \(words(recall))", colour: .red)
      let lifted = recall.lifted.map { change in
        Moment(
          time: change.time,
          text: "recall \(recall.number) lifted by \(visible(change.author.name))", colour: .green)
      }
      return [added] + [lifted].compactMap { $0 }
    }.sorted { $0.time < $1.time }
  }

  private func row(_ moment: Moment, _ clock: Clock) -> TraceRow {
    .text(["", clock.brief(moment.time), moment.text], colour: moment.colour)
  }

  /// Cursor, moment, station and step of a record.
  func cells(of record: Record, _ clock: Clock) -> [String] {
    [
      grouped(record.cursor ?? 0), clock.brief(record.time),
      visible(record.station ?? record.scanner), visible(record.step ?? ""),
    ]
  }

  /// The header of places: these are scanners where no station is configured.
  func placeHeader(_ hasStation: Bool) -> String { hasStation ? "station" : "scanner" }

  func verdict(_ record: Record) -> String {
    "\(record.verdict.symbol) \(record.verdict.rawValue)"
  }

  /// Says that a list goes on.
  func more(_ count: Int) -> [String] {
    count > 0 ? ["  … and \(grouped(count)) more; --all shows them, --json for programs"] : []
  }
}
