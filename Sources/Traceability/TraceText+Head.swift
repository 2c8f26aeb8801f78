// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension TraceText {
  /// The facts below the title, a line each.
  func head(_ goods: Goods, _ clock: Clock) -> [String] {
    var facts: [(name: String, value: String, colour: Terminal.Colour?)] = []
    if target.kind == .serial || target.kind == .sscc, let lots = lotNames(goods) {
      facts.append(("lot", lots, nil))
    }
    if target.kind != .gtin, !goods.expiries.keys.isEmpty {
      facts.append(("expires", choices(goods.expiries.pairs.map { ($0.key, $0.value) }), nil))
    }
    facts += recallFacts(goods, clock)
    facts.append(("scans", scans(goods), nil))
    if target.kind == .lot || target.kind == .gtin, goods.total.scans > 0 {
      facts.append(("units", units(goods.total), nil))
    }
    if let first = goods.total.first, let last = goods.total.last {
      if goods.total.scans > 1 { facts.append(("first", place(first, clock), nil)) }
      facts.append(("last", place(last, clock), nil))
    }
    let notes = goods.notes.pairs.map { "\(visible($0.key)) (\(counted($0.value, "scan")))" }
    if !notes.isEmpty { facts.append(("noted", notes.joined(separator: ", "), nil)) }
    var table = Table()
    for fact in facts {
      table.add(
        ["  " + fact.name, fact.value], colours: fact.colour.map { [1: $0] } ?? [:])
    }
    return table.lines(paint: paint)
  }

  private func recallFacts(
    _ goods: Goods, _ clock: Clock
  ) -> [(name: String, value: String, colour: Terminal.Colour?)] {
    if let recallsFault {
      return [("recalled", "not known: \(visible(recallsFault))", .yellow)]
    }
    // Labels of which nothing but a lot or a serial was understood are no goods to be recalled.
    if goods.gtin == nil, goods.total.scans == 0, goods.effects.keys.isEmpty { return [] }
    let inForce = goods.recalls(of: target)
    if !inForce.isEmpty {
      return inForce.map { recall in
        ("recalled", "since \(clock.full(recall.added.time)): \(words(recall))", .red)
      }
    }
    let partial = goods.effects.pairs.map(\.value.recall).filter { $0.lifted == nil }
    guard partial.isEmpty else {
      return partial.map { recall in
        let part = recall.serial.map { "serial \($0)" } ?? recall.lot.map { "lot \($0)" } ?? ""
        return (
          "recalled",
          "only \(visible(part)), since \(clock.full(recall.added.time)): \(words(recall))", .red
        )
      }
    }
    let lifted = goods.effects.pairs.map(\.value.recall).compactMap { recall in
      recall.lifted.map { "; recall \(recall.number) was lifted \(clock.full($0.time))" }
    }
    return [("recalled", "no" + lifted.joined(), nil)]
  }

  /// `glass found (recall 3, by anna)`, safe to show.
  func words(_ recall: RecallInfo) -> String {
    "\(visible(recall.reason)) (recall \(recall.number), by \(visible(recall.added.author.name)))"
  }

  private func scans(_ goods: Goods) -> String {
    let accepted = "\(grouped(goods.total.scans)) accepted"
    let others = goods.notAccepted.count
    return others == 0 ? accepted : "\(accepted), \(grouped(others)) not accepted"
  }

  private func units(_ tally: Tally) -> String {
    var parts: [String] = []
    if !tally.serials.isEmpty { parts.append(counted(tally.serials.count, "serial")) }
    if tally.withoutSerial > 0 {
      let label = parts.isEmpty ? "labels without a serial" : "labels without one"
      parts.append("\(counted(tally.withoutSerial, "scan")) of \(label)")
    }
    if tally.logisticUnits > 0 {
      parts.append(counted(tally.logisticUnits, "scan") + " of logistic units")
    }
    return parts.joined(separator: ", ")
  }

  private func place(_ glimpse: Glimpse, _ clock: Clock) -> String {
    let step = glimpse.place.step.map { " (\(visible($0)))" } ?? ""
    return "\(clock.full(glimpse.time)) at \(visible(glimpse.place.name))\(step), record "
      + grouped(glimpse.cursor)
  }

  private func lotNames(_ goods: Goods) -> String? {
    let lots = goods.lots.pairs.compactMap { lot, tally in lot.map { ($0, tally.tally.scans) } }
    return lots.isEmpty ? nil : choices(lots)
  }

  /// One value, or several with how often each was scanned.
  private func choices(_ values: [(String, Int)]) -> String {
    if values.count == 1 { return visible(values[0].0) }
    return values.map { "\(visible($0)) (\(counted($1, "scan")))" }.joined(separator: ", ")
  }
}
