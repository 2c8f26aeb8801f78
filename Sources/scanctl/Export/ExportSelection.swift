// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// Which records an export has.
struct ExportSelection: ParsableArguments {
  @Option(help: "Only what was scanned at this moment or later: a date, a time, today, yesterday.")
  var since: Moment?

  @Option(help: "Only what was scanned before this moment.")
  var until: Moment?

  @Option(help: "Only what comes after this cursor.")
  var after: Int64?

  @Option(help: "Only what comes up to this cursor.")
  var through: Int64?

  @Option(help: "The journal that the cursors belong to; if there is another one, nothing is done.")
  var journal: String?

  @Option(help: "Only this verdict: accepted, rejected or incomplete. May be repeated.")
  var verdict: [Verdict] = []

  @Option(help: "Only this station. May be repeated.")
  var station: [String] = []

  @Option(help: "Only this step. May be repeated.")
  var step: [String] = []

  @Option(help: "Only accepted scans of this GTIN. May be repeated.")
  var gtin: [String] = []

  @Option(help: "Only accepted scans of this lot. May be repeated.")
  var lot: [String] = []

  @Option(help: "Only accepted scans of this serial. May be repeated.")
  var serial: [String] = []

  func validate() throws {
    if let after, after < 0 { throw ValidationError("--after must be 0 or more.") }
    if let through, through <= after ?? 0 {
      throw ValidationError("--through must be more than \(after == nil ? "0" : "--after").")
    }
    if let since, let until, until.timestamp <= since.timestamp {
      throw ValidationError("--until must be later than --since.")
    }
  }

  /// What to ask the daemon for.
  var request: Request.Read {
    var filter = RecordFilter()
    filter.verdicts = verdict
    filter.stations = station
    filter.steps = step
    filter.gtins = gtin.map { String(repeating: "0", count: max(0, 14 - $0.count)) + $0 }
    filter.lots = lot
    filter.serials = serial
    filter.since = since?.timestamp
    filter.until = until?.timestamp
    return Request.Read(
      after: after.map { .cursor($0) } ?? .start, journal: journal, limit: 1000, filter: filter)
  }
}
