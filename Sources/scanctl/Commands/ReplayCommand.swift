// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Configuration
import Glibc
import Layouts
import Recordings
import TerminalIO
import Tracking
import Wedge
import Wire

private let layouts = LayoutLibrary()
private let readers = LayoutReaders(layouts)

/// Decodes recorded key events without a daemon.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decode a recording of a scanner's key events, without a daemon.",
    discussion: """
      RECORDING is the output of evemu-record(1), or a file in the form that docs/recordings.md \
      describes; - is standard input. At its end the scanner is unplugged. Nothing is written to a \
      journal, and no earlier scans are known.
      """)

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  @Option(help: ArgumentHelp("The scanner's settings, a .scanner file.", valueName: "file"))
  var scanner: String?

  @Argument(help: "The recording.")
  var recording: String

  func run() throws {
    let settings = try scanner.map(settings(of:)) ?? ScannerSettings()
    let recording = try parsedRecording(self.recording, layouts)
    let profile = scanner == nil ? recording.profile ?? settings.profile : settings.profile
    let origin = settings.origin(scanner: "replay")
    for capture in replay(recording, profile: profile) {
      let scan = Scan(
        capture, time: Timestamp(microseconds: capture.time), origin: origin,
        rereading: rereading(of: capture))
      show(judge(Interpretation(scan), facts: Facts(), rules: Rules()))
    }
  }

  private func rereading(of capture: Capture) -> Rereading? {
    capture.keystrokes.map { keystrokes in
      Rereading(keystrokes) {
        if !readers.arePrepared(for: $0.profile) { readers.prepare(for: $0.profile) }
        return readers.readings(of: $0).map { LayoutReading(layout: $0.layout, data: $0.data) }
      }
    }
  }

  private func show(_ record: Record) {
    guard json else { return print(line: record.line()) }
    var writer = JSONWriter()
    record.write(to: &writer)
    writer.newline()
    print(bytes: writer.bytes)
  }

  private func settings(of path: String) throws(CommandFailure) -> ScannerSettings {
    let result = loadScannerFile(
      try contents(of: path), name: path, layouts: layouts.layout(named:))
    guard result.problems.isEmpty else {
      throw CommandFailure(
        EX_CONFIG, result.problems.map(\.description).joined(separator: "\nscanctl: "))
    }
    return result.settings
  }
}

/// The recording in a file; - is standard input.
func parsedRecording(_ path: String, _ layouts: LayoutLibrary) throws(CommandFailure) -> Recording {
  let bytes = try contents(of: path == "-" ? "/dev/stdin" : path)
  do throws(RecordingError) {
    return try Recording.parse(bytes, layouts: layouts.layout(named:))
  } catch {
    throw CommandFailure(EX_DATAERR, "\(visible(path)), \(visible(error.description))")
  }
}
