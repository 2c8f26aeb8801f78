// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import TerminalIO
import Wire

/// The filter options of a command; a record must match all kinds that are given.
struct RecordSelection: ParsableArguments {
  @Option(help: "Only scans at this time or later: a date, a time, today, yesterday.")
  var since: Moment?

  @Option(help: "Only scans before this time.")
  var until: Moment?

  @Option(help: "Only this verdict: accepted, rejected or incomplete. May be repeated.")
  var verdict: [Verdict] = []

  @Option(help: "Only this station. May be repeated.")
  var station: [String] = []

  @Option(help: "Only this step. May be repeated.")
  var step: [String] = []

  @Option(help: "Only this GTIN, in 8, 12, 13 or 14 digits. May be repeated.")
  var gtin: [String] = []

  @Option(help: "Only this lot. May be repeated.")
  var lot: [String] = []

  @Option(help: "Only this serial. May be repeated.")
  var serial: [String] = []

  func validate() throws {
    if let since, let until, until.timestamp <= since.timestamp {
      throw ValidationError("--until must be later than --since.")
    }
  }

  /// The filter for the daemon. A GTIN with a wrong check digit is allowed: exceptions have
  /// such GTINs.
  var filter: RecordFilter {
    var filter = RecordFilter()
    filter.verdicts = Set(verdict)
    filter.stations = TextSet(station)
    filter.steps = TextSet(step)
    filter.gtins = TextSet(
      gtin.map { String(repeating: "0", count: max(0, 14 - $0.utf8.count)) + $0 })
    filter.lots = TextSet(lot)
    filter.serials = TextSet(serial)
    filter.since = since?.timestamp
    filter.until = until?.timestamp
    return filter
  }
}

extension Verdict: ExpressibleByArgument {}

extension Moment: ExpressibleByArgument {
  /// Reads an argument of the command line.
  package init?(argument: String) {
    self.init(argument, now: now())
  }
}
