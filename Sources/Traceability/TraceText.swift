// SPDX-License-Identifier: Apache-2.0

// The text for people: a head that answers the question, then tables. Times in the head have
// their date; tables have it where not everything in them was on one day.

import TerminalIO
import Wire

/// The summary of an item as text for people.
struct TraceText {
  /// The target of the trace.
  let target: TraceTarget
  /// The names of items by GTIN.
  var names: [String: String] = [:]
  /// The reason that the recalls are unknown; nil if they are known.
  var recallsFault: String?
  /// The local time of a timestamp.
  var local: (Timestamp) -> LocalTime = { LocalTime($0) }
  /// Colours a text.
  var paint: (String, Terminal.Colour) -> String = Terminal.paint

  /// The lines of one item.
  func lines(_ item: ItemSummary) -> [String] {
    let clock = Clock(of: item, target, local)
    var sections = [[paint(title(item), .bold)] + head(item, clock)]
    switch target.kind {
    case .serial, .sscc: sections.append(history(item, clock))
    case .lot: sections += [byStep(item, clock), byPlace(item, clock)]
    case .gtin: sections += [lots(item, clock), byStep(item, clock), byPlace(item, clock)]
    }
    sections += effects(item, clock)
    if target.kind == .lot { sections.append(serials(item, clock)) }
    sections.append(conflicts(item))
    sections.append(notAccepted(item, clock))
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  /// `Hand cream (GTIN 09506000134352), lot C202507`
  func title(_ item: ItemSummary) -> String {
    let keys = [("SSCC", target.sscc), ("lot", target.lot), ("serial", target.serial)]
    let asked = keys.compactMap { name, value in value.map { "\(name) \(visible($0))" } }
    guard let gtin = item.gtin else {
      let text = asked.joined(separator: ", ")
      return text.prefix(1).uppercased() + text.dropFirst()
        + (target.sscc == nil ? ", on labels without a good GTIN" : "")
    }
    let name = names[gtin].map { "\(visible($0)) (GTIN \(visible(gtin)))" }
    let product = name ?? "GTIN \(visible(gtin))"
    return (target.sscc == nil ? [product] + asked : asked + ["which holds \(product)"])
      .joined(separator: ", ")
  }

  /// A table of those columns that hold anything, indented, its header dim.
  func table(
    _ header: [String], _ rows: [TraceRow], rightAligned: Set<String> = []
  ) -> [String] {
    guard !rows.isEmpty else { return [] }
    let used = header.indices.filter { column in
      rows.contains { row in
        guard case .cells(let cells, _) = row else { return false }
        return !cells[column].isEmpty
      }
    }
    var table = Table()
    table.rightAligned = Set(used.indices.filter { rightAligned.contains(header[used[$0]]) })
    table.add(
      used.map { header[$0] },
      colours: Dictionary(uniqueKeysWithValues: used.indices.map { ($0, .dim) }))
    for row in rows {
      switch row {
      case .cells(let cells, let colours):
        let shown = used.enumerated().compactMap { place, column in
          colours[column].map { (place, $0) }
        }
        table.add(
          used.map { cells[$0] }, colours: Dictionary(uniqueKeysWithValues: shown),
          endsWithText: true)
      case .text(let cells, let colour):
        table.add(cells, colours: [cells.count - 1: colour], endsWithText: true)
      }
    }
    return table.lines(paint: paint).map { "  " + $0 }
  }
}

/// A line of a table.
enum TraceRow {
  /// A cell for each column, and the colours of some.
  case cells([String], colours: [Int: Terminal.Colour] = [:])
  /// Cells for the first columns, the last of which runs on over the others.
  case text([String], colour: Terminal.Colour)
}

extension TraceText {
  /// The format of times that are shown together: with the date only if the dates differ.
  struct Clock {
    private let local: (Timestamp) -> LocalTime
    private let showsDate: Bool

    init(of item: ItemSummary, _ target: TraceTarget, _ local: @escaping (Timestamp) -> LocalTime) {
      self.local = local
      let shown =
        item.history.elements + item.otherwiseNotAccepted.elements
        + item.effects.pairs.flatMap(\.value.records.elements)
      let recalls = item.effects.pairs.map(\.value.recall)
      let times =
        shown.map(\.time) + [item.total.first, item.total.last].compactMap { $0?.time }
        + recalls.flatMap { [$0.added.time] + [$0.lifted?.time].compactMap { $0 } }
      showsDate = Set(times.map { local($0).date }).count > 1
    }

    /// In a table.
    func brief(_ time: Timestamp) -> String { showsDate ? full(time) : local(time).clock }

    /// On its own.
    func full(_ time: Timestamp) -> String { local(time).dateAndClock }
  }
}
