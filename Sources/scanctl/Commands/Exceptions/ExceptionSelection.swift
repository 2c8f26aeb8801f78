// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import TerminalIO
import Wire

/// The options that select exceptions.
struct ExceptionSelection: ParsableArguments {
  @Flag(help: "Include resolved exceptions.")
  var all = false

  @Flag(help: "Only resolved exceptions.")
  var resolved = false

  @OptionGroup(title: "Selection") var records: RecordSelection

  func validate() throws {
    if all, resolved { throw ValidationError("Either --all or --resolved.") }
    if records.verdict.contains(.accepted) {
      throw ValidationError(
        "An accepted record is no exception; use --verdict rejected or incomplete.")
    }
  }

  /// The request to the daemon.
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
