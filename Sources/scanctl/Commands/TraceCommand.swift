// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Wire

/// Shows where an item was, or what belongs to a lot.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show where an item was, or what belongs to a lot.",
    discussion: "Several keys must all match. The exit status is 1 when nothing was found.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "One JSON object a line for programs, the records.")
  var json = false

  @Flag(help: "With --json: one object with the facts instead of the records.")
  var summary = false

  @Flag(help: "Show long lists whole.")
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
    let tracer = Tracer(target: try target(), connection: connection.connect())
    if json, !summary {
      guard tracer.printRecords() > 0 else { throw ExitCode(1) }
      return
    }
    let summary = tracer.summary(for: json ? .programs : .people(all: all))
    if json {
      tracer.write(summary)
    } else if summary.isEmpty {
      for line in tracer.nothing { print(line: line) }
    } else {
      for line in tracer.lines(summary) { print(line: line) }
    }
    if summary.isEmpty { throw ExitCode(1) }
  }

  private func target() throws -> TraceTarget {
    do throws(TraceTargetError) {
      return try TraceTarget(checking: gtin, lot: lot, serial: serial, sscc: sscc)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
