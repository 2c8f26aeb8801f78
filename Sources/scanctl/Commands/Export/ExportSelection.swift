// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// The options that select the records of an export.
struct ExportSelection: ParsableArguments {
  @OptionGroup var records: RecordSelection

  @Option(help: "Only records after this cursor.")
  var after: Int64?

  @Option(help: "Only records up to this cursor.")
  var through: Int64?

  @Option(help: "The journal that the cursors belong to; if there is another one, nothing is done.")
  var journal: String?

  func validate() throws {
    if let after, after < 0 { throw ValidationError("--after must be 0 or more.") }
    if let through, through <= after ?? 0 {
      throw ValidationError("--through must be more than \(after == nil ? "0" : "--after").")
    }
  }

  /// The request to the daemon.
  var request: Request.Read {
    Request.Read(
      after: after.map { .cursor($0) } ?? .start, journal: journal, limit: 1000,
      filter: records.filter)
  }
}
