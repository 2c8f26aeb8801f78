// SPDX-License-Identifier: Apache-2.0

import Wire

@testable import TerminalIO
@testable import Traceability

let cream = "09506000134352"
let dryer = "09506000134376"

/// A moment of 23 November 2026 in UTC.
func at(_ clock: String, day: Int = 23) -> Timestamp {
  Timestamp("2026-11-\(day < 10 ? "0" : "")\(day)T\(clock)Z")!
}

/// A record of dock-1 (receiving), unless the place is another one.
func scan(
  _ cursor: Int64, _ clock: String,
  place: (station: String, step: String) = ("dock-1", "receiving"),
  gtin: String? = cream, lot: String? = nil, serial: String? = nil, expiry: String? = nil,
  day: Int = 23, notes: [Remark] = [], reasons: [Remark] = []
) -> Record {
  var record = Record(
    time: at(clock, day: day), scanner: "usb-1", verdict: reasons.isEmpty ? .accepted : .rejected,
    data: [])
  record.cursor = cursor
  record.station = place.station
  record.step = place.step
  record.subject.gtin = gtin
  record.subject.lot = lot
  record.subject.serial = serial
  record.subject.expiry = expiry
  record.notes = notes
  record.reasons = reasons
  return record
}

/// A change by a user.
func change(_ time: String, by user: String) -> Change {
  Change(time: at(time), author: Author(uid: 1, name: user))
}

/// A recall of noon by anna, with which lots and serials of every GTIN are meant unless it says more.
func recall(
  _ number: Int64 = 3, gtin: String? = nil, lot: String? = nil, serial: String? = nil,
  lifted: String? = nil
) -> RecallInfo {
  RecallInfo(
    number: number, gtin: gtin, lot: lot, serial: serial, reason: "glass found",
    added: change("12:00:00", by: "anna"), lifted: lifted.map { change($0, by: "bert") })
}

/// The summary of records, in order.
func summary(
  _ target: TraceTarget = TraceTarget(lot: "L"), of records: [Record],
  recalls: [RecallInfo] = [], for audience: TraceSummary.Audience = .people(all: false)
) -> TraceSummary {
  var summary = TraceSummary(of: target, recalls: recalls, for: audience)
  for record in records { summary.add(record) }
  return summary
}

/// The lines for people in UTC and without colour.
func lines(
  _ target: TraceTarget, _ records: [Record], recalls: [RecallInfo] = [],
  names: [String: String] = [:], all: Bool = false
) -> [String] {
  summary(target, of: records, recalls: recalls, for: .people(all: all)).lines(
    TraceText(
      target: target, names: names, local: { LocalTime(inUTC: $0) }, paint: { text, _ in text }))
}
