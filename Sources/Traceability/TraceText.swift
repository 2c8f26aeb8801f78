// SPDX-License-Identifier: Apache-2.0

// What trace says to people: a head that answers the question, then tables. Moments in the head have
// their date; tables have it where not everything in them was on one day.

import TerminalIO
import Wire

/// How goods are described to people.
struct TraceText {
  /// What was asked for.
  let target: TraceTarget
  /// What items are called, by GTIN.
  var names: [String: String] = [:]
  /// Why it is not known what is recalled; nil if it is.
  var recallsFault: String?
  /// How a moment is shown.
  var local: (Timestamp) -> LocalTime = { LocalTime($0) }
  /// How something is coloured.
  var paint: (String, Terminal.Colour) -> String = Terminal.paint

  /// All there is to say of the goods of one GTIN.
  func lines(_ goods: Goods) -> [String] {
    let clock = Clock(of: goods, target, local)
    var sections = [[paint(title(goods), .bold)] + head(goods, clock)]
    switch target.kind {
    case .serial, .sscc: sections.append(history(goods, clock))
    case .lot: sections += [byStep(goods, clock), byPlace(goods, clock)]
    case .gtin: sections += [lots(goods, clock), byStep(goods, clock), byPlace(goods, clock)]
    }
    sections += effects(goods, clock)
    if target.kind == .lot { sections.append(serials(goods, clock)) }
    sections.append(conflicts(goods))
    sections.append(notAccepted(goods, clock))
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  /// `Hand cream (GTIN 09506000134352), lot C202507`
  func title(_ goods: Goods) -> String {
    let keys = [("SSCC", target.sscc), ("lot", target.lot), ("serial", target.serial)]
    let asked = keys.compactMap { name, value in value.map { "\(name) \(visible($0))" } }
    guard let gtin = goods.gtin else {
      let text = asked.joined(separator: ", ")
      return text.prefix(1).uppercased() + text.dropFirst()
        + (target.sscc == nil ? ", on labels without a good GTIN" : "")
    }
    let name = names[gtin].map { "\(visible($0)) (GTIN \(visible(gtin)))" }
    let item = name ?? "GTIN \(visible(gtin))"
    return (target.sscc == nil ? [item] + asked : asked + ["which holds \(item)"])
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
  /// How moments are shown beside each other: with their days only if these differ.
  struct Clock {
    private let local: (Timestamp) -> LocalTime
    private let showsDate: Bool

    init(of goods: Goods, _ target: TraceTarget, _ local: @escaping (Timestamp) -> LocalTime) {
      self.local = local
      let shown =
        goods.history.elements + goods.otherwiseNotAccepted.elements
        + goods.effects.pairs.flatMap(\.value.records.elements)
      let recalls = goods.effects.pairs.map(\.value.recall)
      let times =
        shown.map(\.time) + [goods.total.first, goods.total.last].compactMap { $0?.time }
        + recalls.flatMap { [$0.added.time] + [$0.lifted?.time].compactMap { $0 } }
      showsDate = Set(times.map { local($0).date }).count > 1
    }

    /// In a table.
    func brief(_ time: Timestamp) -> String { showsDate ? full(time) : local(time).clock }

    /// On its own.
    func full(_ time: Timestamp) -> String { local(time).dateAndClock }
  }
}
