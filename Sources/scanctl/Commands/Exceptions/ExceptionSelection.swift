// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import TerminalIO
import Wire

/// Which exceptions are shown.
struct ExceptionSelection: ParsableArguments {
  @Flag(help: "Also those that are resolved.")
  var all = false

  @Flag(help: "Only those that are resolved.")
  var resolved = false

  @OptionGroup(title: "Selection") var records: RecordSelection

  func validate() throws {
    if all, resolved { throw ValidationError("Either --all or --resolved.") }
    if records.verdict.contains(.accepted) {
      throw ValidationError("What was accepted is no exception; --verdict rejected or incomplete.")
    }
  }

  /// What to ask the daemon for.
  var request: Request.Exceptions {
    Request.Exceptions(
      state: all ? .all : resolved ? .resolved : .open, filter: records.filter, limit: 1000)
  }

  /// `3 shown, 7 open.`
  func summary(found: Int, open: Int64) -> String {
    var isFiltered = request
    isFiltered.filter = RecordFilter()
    if isFiltered == request, !all, !resolved { return "\(counted(Int(open), "open exception"))." }
    return "\(counted(found, "exception")) found; \(open) open in all."
  }
}
