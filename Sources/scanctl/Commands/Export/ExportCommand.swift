// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Export
import FeedClient
import Glibc
import TerminalIO
import Wire

/// Writes records to a file, for other programs and for people with spreadsheets.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records as a table, as JSON lines, or as an EPCIS document.",
    discussion: """
      csv is a table for spreadsheets, jsonl has the records as the socket has them, one a line, and \
      epcis is one EPCIS 2.0 document with an ObjectEvent for each accepted scan of an object. A \
      time without an offset is local time, a date is its first moment: --since 2026-11-23 --until \
      2026-11-24 is one day. The export ends with the newest record there was when it began, and \
      says how far it came, so that the next one can go on with --after. The exit status is 1 when \
      records that were asked for are no longer in the journal.
      """)

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup(title: "Selection") var selection: ExportSelection

  @Option(help: "The format: csv, jsonl or epcis.")
  var format: ExportFormat

  @Option(
    help: ArgumentHelp("Write to this file, which appears when it is complete.", valueName: "file"))
  var output: String?

  @Flag(help: "csv: the bytes as they are, even if a spreadsheet or terminal acts upon them.")
  var raw = false

  func validate() throws {
    if raw, format != .csv { throw ValidationError("--raw is for csv.") }
    if format == .epcis, selection.records.verdict.contains(where: { $0 != .accepted }) {
      throw ValidationError("An EPCIS document has accepted scans only.")
    }
  }

  func run() throws {
    let pages = PageReader(try connection.connect(), reconnect: connection.connect)
    var exporter = try exporter(of: pages.hello)
    let output = try OutputFile(path: output)
    var bar = ProgressBar(wanted: !output.isTerminal)
    do {
      var encoder = encoder
      try exporter.run(reading: pages.page, to: &encoder, output.write) { draw($0, &bar) }
      try output.finish()
      bar.clear()
    } catch {
      bar.clear()
      tell(exporter.gapSentences + exporter.sentences(afterFailureOn: output, format))
      throw error
    }
    tell(exporter.gapSentences + [exporter.summary(format)])
    if !exporter.gaps.isEmpty { throw ExitCode(1) }
  }

  private var encoder: any RecordEncoder {
    switch format {
    case .csv: CSVEncoder(isRaw: raw)
    case .jsonl: JSONLinesEncoder()
    case .epcis: EPCISEncoder(created: now()) { LocalTime($0).secondsEast }
    }
  }

  private func exporter(of hello: Hello) throws(ExportError) -> Exporter {
    var request = selection.request
    if format == .epcis { request.filter.verdicts = [.accepted] }
    return try Exporter(request, through: selection.through, hello: hello)
  }

  private func draw(_ exporter: Exporter, _ bar: inout ProgressBar) {
    let (done, all) = exporter.progress
    bar.draw(done, of: all, counted(exporter.written, format.noun))
  }

  private func tell(_ sentences: [String]) {
    scanctl.tell(lines: sentences.map { "scanctl: \($0)" })
  }
}

extension ExportFormat: ExpressibleByArgument {}

extension ExportError: CommandError {
  var sentence: String { description }

  var exitCode: Int32 {
    switch self {
    case .daemon(let error): error.exitCode
    case .journalChanged: EX_DATAERR
    case .output(let error): error.exitCode
    }
  }
}
