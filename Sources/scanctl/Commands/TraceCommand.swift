// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import Wire

/// Shows where an item was, or what belongs to a lot.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show where an item was, or what belongs to a lot, oldest first.",
    discussion: "Several keys must all match. The exit status is 1 when nothing was found.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "One JSON object a line, for programs.")
  var json = false

  @Option(help: "The GTIN, AI (01); 8, 12, 13 or 14 digits.")
  var gtin: String?

  @Option(help: "The lot, AI (10).")
  var lot: String?

  @Option(help: "The serial, AI (21).")
  var serial: String?

  @Option(help: "The SSCC, AI (00), 18 digits.")
  var sscc: String?

  func validate() throws {
    if gtin == nil, lot == nil, serial == nil, sscc == nil {
      throw ValidationError("Say what to look for: --gtin, --lot, --serial or --sscc.")
    }
  }

  func run() throws {
    let records = found()
    if json {
      for record in records {
        var writer = JSONWriter()
        record.write(to: &writer)
        writer.newline()
        print(bytes: writer.bytes)
      }
    } else {
      print(line: summary(of: records))
      for record in records { print(line: record.line(withDate: true)) }
    }
    if records.isEmpty { throw ExitCode(1) }
  }

  /// Everything that matches, page by page.
  private func found() -> [Record] {
    let connection = connection.connect()
    var request = Request.Trace(
      gtin: gtin.map(fourteenDigits), lot: lot, serial: serial, sscc: sscc, limit: 1000)
    var records: [Record] = []
    while true {
      guard case .trace(let answer)? = answer(to: .trace(request), on: connection) else {
        fail(.malformed("trace"))
      }
      records += answer.records
      if answer.complete { return records }
      request.after = answer.through
    }
  }

  private func answer(to request: Request, on connection: FeedConnection) -> Message? {
    do throws(FeedClientError) {
      return try connection.ask(request)
    } catch {
      fail(error)
    }
  }

  private func fourteenDigits(_ gtin: String) -> String {
    String(repeating: "0", count: max(0, 14 - gtin.count)) + gtin
  }

  /// `Lot C202507: 3 scans accepted, 2 serials; first 2026-11-23 08:06:00, last …`
  private func summary(of records: [Record]) -> String {
    let keys = [("GTIN", gtin), ("Lot", lot), ("Serial", serial), ("SSCC", sscc)]
    let what = keys.compactMap { name, value in value.map { "\(name) \(visible($0))" } }
      .joined(separator: ", ")
    guard let first = records.first, let last = records.last else {
      return "\(what): nothing was scanned."
    }
    let accepted = records.filter { $0.verdict == .accepted }
    let serials = Set(
      accepted.compactMap { record in record.subject.serial.map { [record.subject.gtin, $0] } })
    var parts = [counted(accepted.count, "accepted scan")]
    if records.count > accepted.count {
      parts.append("\(records.count - accepted.count) not accepted")
    }
    if serial == nil, !serials.isEmpty { parts.append(counted(serials.count, "serial")) }
    return "\(what): \(parts.joined(separator: ", ")); "
      + "first \(moment(first.time)), last \(moment(last.time))"
  }

  private func moment(_ time: Timestamp) -> String {
    let local = LocalTime(time)
    return "\(local.date) \(local.clock)"
  }
}
