// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Traceability
import Wire

/// Shows where an item was, or what belongs to a lot.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show where an item was scanned, or the contents of a lot.",
    discussion: "A record must match all keys. The exit status is 1 if nothing was found.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print the records as one JSON object a line, for programs.")
  var json = false

  @Flag(help: "With --json: one object with the facts instead of the records.")
  var summary = false

  @Flag(help: "Show long lists in full.")
  var all = false

  @Option(help: "The GTIN, AI (01); 8, 12, 13 or 14 digits.")
  var gtin: String?

  @Option(help: "The lot, AI (10).")
  var lot: String?

  @Option(help: "The serial, AI (21).")
  var serial: String?

  @Option(help: "The SSCC, AI (00), 18 digits.")
  var sscc: String?

  func validate() throws {
    if summary, !json {
      throw ValidationError("--summary goes with --json; without them, trace shows a summary.")
    }
    _ = try target()
  }

  func run() throws {
    let tracer = Tracer(target: try target(), connection: try connection.connect())
    let isFound = try json && !summary ? printRecords(tracer) : printSummary(tracer)
    if !isFound { throw ExitCode(1) }
  }

  /// Prints the records as they come, a JSON object each; true if there was one.
  private func printRecords(_ tracer: Tracer) throws(FeedClientError) -> Bool {
    var isFound = false
    try tracer.forEachPage(damaged: tell) { records in
      var json = JSONWriter(capacity: 1 << 17)
      for record in records {
        record.write(to: &json)
        json.newline()
      }
      print(bytes: json.bytes)
      isFound = isFound || !records.isEmpty
    }
    return isFound
  }

  private func tell(_ damaged: [Gap]) {
    for gap in damaged { scanctl.tell("\(gap.words) and missing here.") }
  }

  /// Prints the summary; true if there was a record.
  private func printSummary(_ tracer: Tracer) throws(FeedClientError) -> Bool {
    let summary = try tracer.summary(for: json ? .programs : .people(all: all))
    if json {
      print(bytes: tracer.json(summary))
    } else {
      print(
        text: summary.isEmpty
          ? try tracer.nothingFound() + tracer.damage(summary) : tracer.lines(summary))
    }
    return !summary.isEmpty
  }

  private func target() throws -> TraceTarget {
    do throws(TraceTargetError) {
      return try TraceTarget(checking: gtin, lot: lot, serial: serial, sscc: sscc)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
