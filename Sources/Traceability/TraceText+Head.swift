// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension TraceText {
  /// The facts below the title, a line each.
  func head(_ item: ItemSummary, _ clock: Clock) -> [String] {
    var facts: [(name: String, value: String, colour: Terminal.Colour?)] = []
    if target.kind == .serial || target.kind == .sscc, let lots = lotNames(item) {
      facts.append(("lot", lots, nil))
    }
    if target.kind != .gtin, !item.expiries.keys.isEmpty {
      facts.append(("expires", choices(item.expiries.pairs.map { ($0.key, $0.value) }), nil))
    }
    facts += recallFacts(item, clock)
    facts.append(("scans", scans(item), nil))
    if target.kind == .lot || target.kind == .gtin, item.total.scans > 0 {
      facts.append(("units", units(item.total), nil))
    }
    if let first = item.total.first, let last = item.total.last {
      if item.total.scans > 1 { facts.append(("first", place(first, clock), nil)) }
      facts.append(("last", place(last, clock), nil))
    }
    let notes = item.notes.pairs.map { "\(visible($0.key)) (\(counted($0.value, "scan")))" }
    if !notes.isEmpty { facts.append(("noted", notes.joined(separator: ", "), nil)) }
    var table = Table()
    for fact in facts {
      table.add(
        ["  " + fact.name, fact.value], colours: fact.colour.map { [1: $0] } ?? [:])
    }
    return table.lines(paint: paint)
  }

  private func recallFacts(
    _ item: ItemSummary, _ clock: Clock
  ) -> [(name: String, value: String, colour: Terminal.Colour?)] {
    if let recallsFault {
      return [("recalled", "not known: \(visible(recallsFault))", .yellow)]
    }
    // Labels of which nothing but a lot or a serial was understood are no goods to be recalled.
    if item.gtin == nil, item.total.scans == 0, item.effects.keys.isEmpty { return [] }
    let inForce = item.recalls(of: target)
    if !inForce.isEmpty {
      return inForce.map { recall in
        ("recalled", "since \(clock.full(recall.added.time)): \(words(recall))", .red)
      }
    }
    let partial = item.effects.pairs.map(\.value.recall).filter { $0.lifted == nil }
    guard partial.isEmpty else {
      return partial.map { recall in
        let part = recall.serial.map { "serial \($0)" } ?? recall.lot.map { "lot \($0)" } ?? ""
        return (
          "recalled",
          "only \(visible(part)), since \(clock.full(recall.added.time)): \(words(recall))", .red
        )
      }
    }
    let lifted = item.effects.pairs.map(\.value.recall).compactMap { recall in
      recall.lifted.map { "; recall \(recall.number) was lifted \(clock.full($0.time))" }
    }
    return [("recalled", "no" + lifted.joined(), nil)]
  }

  /// `glass found (recall 3, by anna)`, safe to show.
  func words(_ recall: RecallInfo) -> String {
    "\(visible(recall.reason)) (recall \(recall.number), by \(visible(recall.added.author.name)))"
  }

  private func scans(_ item: ItemSummary) -> String {
    let accepted = "\(grouped(item.total.scans)) accepted"
    let others = item.notAccepted.count
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

  private func place(_ sighting: Sighting, _ clock: Clock) -> String {
    let step = sighting.place.step.map { " (\(visible($0)))" } ?? ""
    return "\(clock.full(sighting.time)) at \(visible(sighting.place.name))\(step), record "
      + grouped(sighting.cursor)
  }

  private func lotNames(_ item: ItemSummary) -> String? {
    let lots = item.lots.pairs.compactMap { lot, tally in lot.map { ($0, tally.tally.scans) } }
    return lots.isEmpty ? nil : choices(lots)
  }

  /// One value, or several with how often each was scanned.
  private func choices(_ values: [(String, Int)]) -> String {
    if values.count == 1 { return visible(values[0].0) }
    return values.map { "\(visible($0)) (\(counted($1, "scan")))" }.joined(separator: ", ")
  }
}
