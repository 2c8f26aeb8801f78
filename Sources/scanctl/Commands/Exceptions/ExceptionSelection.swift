// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// Which exceptions are shown.
struct ExceptionSelection: ParsableArguments {
  @Flag(help: "Also those that are resolved.")
  var all = false

  @Flag(help: "Only those that are resolved.")
  var resolved = false

  @Option(help: "Only this station. May be repeated.")
  var station: [String] = []

  @Option(help: "Only this step. May be repeated.")
  var step: [String] = []

  @Option(help: "Only this verdict: rejected or incomplete.")
  var verdict: [Verdict] = []

  @Option(help: "Only this GTIN, in 8, 12, 13 or 14 digits. May be repeated.")
  var gtin: [String] = []

  @Option(help: "Only this lot. May be repeated.")
  var lot: [String] = []

  @Option(help: "Only this serial. May be repeated.")
  var serial: [String] = []

  @Option(help: "Only what was scanned at this moment or later: a date, a time, today, yesterday.")
  var since: Moment?

  @Option(help: "Only what was scanned before this moment.")
  var until: Moment?

  func validate() throws {
    if all, resolved { throw ValidationError("Either --all or --resolved.") }
    if verdict.contains(.accepted) {
      throw ValidationError("What was accepted is no exception; --verdict rejected or incomplete.")
    }
    if let since, let until, until.timestamp <= since.timestamp {
      throw ValidationError("--until must be later than --since.")
    }
  }

  /// What to ask the daemon for.
  var request: Request.Exceptions {
    var filter = RecordFilter()
    filter.verdicts = verdict
    filter.stations = station
    filter.steps = step
    // A GTIN with a wrong check digit is what one looks for here.
    filter.gtins = gtin.map { String(repeating: "0", count: max(0, 14 - $0.count)) + $0 }
    filter.lots = lot
    filter.serials = serial
    filter.since = since?.timestamp
    filter.until = until?.timestamp
    return Request.Exceptions(
      state: all ? .all : resolved ? .resolved : .open, filter: filter, limit: 1000)
  }

  /// `3 shown, 7 open.`
  func summary(found: Int, open: Int64) -> String {
    var isFiltered = request
    isFiltered.filter = RecordFilter()
    if isFiltered == request, !all, !resolved { return "\(counted(Int(open), "open exception"))." }
    return "\(counted(found, "exception")) found; \(open) open in all."
  }
}
