// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

extension ItemSummary {
  /// Writes the facts as one object; what applies to a kind of target only is left out elsewhere.
  func write(for target: TraceTarget, name: String?, to json: inout JSONWriter) {
    json.object { json in
      json.field("gtin", gtin)
      json.field("name", name)
      total.writeFields(to: &json)
      json.number("notAccepted", notAccepted.count)
      json.cursors("notAcceptedCursors", notAccepted.cursors)
      json.counts("expiries", of: "expiry", expiries)
      json.counts("notes", of: "code", notes)
      json.cursors("conflictCursors", conflicts.cursors)
      json.key("recalled")
      json.boolean(!recalls(of: target).isEmpty)
      json.objects("recalls", effects.pairs) { $0.value.writeFields(to: &$1) }
      json.objects("steps", steps.pairs) { entry, json in
        json.field("step", entry.key)
        entry.value.writeFields(to: &json)
      }
      json.objects("places", places.pairs) { entry, json in
        json.field("step", entry.key.step)
        json.field("station", entry.key.name)
        entry.value.writeFields(to: &json)
      }
      json.objects("lots", lots.pairs) { entry, json in
        json.field("lot", entry.key)
        entry.value.tally.writeFields(to: &json)
        json.counts("expiries", of: "expiry", entry.value.expiries)
      }
      writeLists(for: target, to: &json)
    }
  }

  private func writeLists(for target: TraceTarget, to json: inout JSONWriter) {
    if target.kind == .lot {
      json.objects("serials", 0..<serials.count) { number, json in
        let (serial, last) = serials[number]
        json.field("serial", serial)
        json.key("last")
        json.object { last.writeFields(to: &$0) }
      }
    }
    if target.kind == .serial || target.kind == .sscc {
      json.objects("history", history.elements) { record, json in
        Sighting(record).writeFields(to: &json)
        json.field("lot", record.subject.lot)
        json.field("expiry", record.subject.expiry)
        json.key("notes")
        json.array { json in for note in record.notes { json.string(note.code) } }
      }
    }
  }
}

extension Tally {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.number("accepted", scans)
    json.number("withoutSerial", withoutSerial)
    json.number("logisticUnits", logisticUnits)
    json.number("serialCount", serials.count)
    json.number("units", units)
    for (name, sighting) in [("first", first), ("last", last)] {
      guard let sighting else { continue }
      json.key(outside: name)
      json.object { sighting.writeFields(to: &$0) }
    }
  }
}

extension Sighting {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.number("cursor", cursor)
    json.field("time", time.description)
    json.field("scanner", place.scanner)
    json.field("station", place.station)
    json.field("step", place.step)
  }
}

extension RecallEffect {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.number("number", recall.number)
    json.field("gtin", recall.gtin)
    json.field("lot", recall.lot)
    json.field("serial", recall.serial)
    json.field("reason", recall.reason)
    json.field("added", recall.added.time.description)
    json.field("user", recall.added.author.name)
    json.field("lifted", recall.lifted?.time.description)
    json.number("acceptedSince", accepted)
    json.number("notAcceptedSince", notAccepted)
    json.cursors("cursorsSince", records.cursors)
  }
}

extension JSONWriter {
  fileprivate mutating func number(_ name: StaticString, _ value: some BinaryInteger) {
    key(name)
    number(value)
  }

  fileprivate mutating func cursors(_ name: StaticString, _ cursors: [Int64]) {
    key(name)
    array { json in for cursor in cursors { json.number(cursor) } }
  }

  fileprivate mutating func objects<Elements: Collection>(
    _ name: StaticString, _ elements: Elements,
    _ write: (Elements.Element, inout JSONWriter) -> Void
  ) {
    key(name)
    array { json in
      for element in elements { json.object { write(element, &$0) } }
    }
  }

  fileprivate mutating func counts(
    _ name: StaticString, of key: StaticString, _ groups: Groups<String, Int>
  ) {
    objects(name, groups.pairs) { entry, json in
      json.field(key, entry.key)
      json.number("count", entry.value)
    }
  }
}
