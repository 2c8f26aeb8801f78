// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Calibration
import Configuration
import FeedClient
import Glibc
import Layouts
import Recordings
import TerminalIO
import Wedge
import Wire

/// Finds out how a scanner types.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Find out how a scanner types, from one or two scans of known labels.",
    discussion: """
      Print the labels with --print, or show one with --show, and scan label 1, or 2 and 3 with a scanner \
      that reads no matrix codes. Layout, separator, terminator, prefix, suffix and speed follow from the \
      keys. The .scanner file is printed, with what is wrong with the scanner's settings. SCANNER is a name \
      that "scanctl scanners" shows; only administrators may read its keys. Without a daemon, --from takes \
      recordings.
      """)

  /// The form of the page of labels.
  enum PageForm: String, ExpressibleByArgument, CaseIterable {
    case svg, pdf
  }

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print the data of the labels, one a line.")
  var labels = false

  @Flag(help: "Show the matrix code on the terminal, to scan it there. A bar code is too wide.")
  var show = false

  @Option(
    name: .customLong("print"),
    help: ArgumentHelp("Write the page of labels: svg or pdf.", valueName: "form"))
  var page: PageForm?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Take the keys from recordings, of one label each or of several.", valueName: "recording"))
  var from: [String] = []

  @Option(
    help: ArgumentHelp("Write to this file, which appears when it is complete.", valueName: "file"))
  var output: String?

  @Option(help: "Wait for so many seconds at most.")
  var seconds = 120

  @Argument(help: "The scanner.")
  var scanner: String?

  func validate() throws {
    guard [labels, show, page != nil, !from.isEmpty, scanner != nil].filter(\.self).count == 1
    else {
      throw ValidationError("Give one of SCANNER, --from, --print, --show and --labels.")
    }
    guard (1...3600).contains(seconds) else {
      throw ValidationError("--seconds must be 1 to 3600.")
    }
    if output != nil, labels || show {
      throw ValidationError("--output goes with SCANNER, --from and --print.")
    }
  }

  func run() throws {
    if labels { return Self.printLabels() }
    if show { return Self.showMatrix() }
    if let page { return try write(page == .svg ? Array(LabelPage.svg.utf8) : LabelPage.pdf) }
    let library = LayoutLibrary()
    let layouts = try Self.common(library)
    guard let scanner else {
      let recordings = try from.map { try parsedRecording($0, library) }
      return try finish(calibrate(recordings, layouts: layouts), match: [], library)
    }
    let connection = try connection.connect()
    let begun = try connection.answer(to: Request.Keys(scanner: scanner))
    tell("Scan label 1, or labels 2 and 3, with \(visible(begun.scanner)); Ctrl+C ends it.")
    var session = CalibrationSession(connection, begun, layouts, seconds: seconds)
    try finish(session.run(), match: session.match, library)
  }

  private static func printLabels() {
    print(text: CalibrationLabel.all.map { visible(bytes: $0.data) })
  }

  /// Draws dark modules on a light ground, whatever the terminal's colours are. Without colours, the ground is
  /// taken to be dark.
  private static func showMatrix() {
    let lines = CalibrationLabel.all[0].symbol.blocks(isInverted: !Terminal.hasColour)
    print(text: Terminal.hasColour ? lines.map { "\u{1B}[38;5;16;48;5;231m\($0)\u{1B}[0m" } : lines)
  }

  private static func common(_ library: LayoutLibrary) throws(CommandFailure) -> [Layout] {
    do throws(LayoutError) {
      return try library.commonLayouts()
    } catch {
      throw CommandFailure(
        EX_OSFILE, "XKB's keyboard layouts cannot be read; the package xkb-data has them.")
    }
  }

  /// Writes the file, if scand reads it as it is meant.
  private func finish(_ found: Calibration, match: [String], _ library: LayoutLibrary) throws {
    let file = Array(found.file(match: match).utf8)
    let result = loadScannerFile(file, name: "scanner", layouts: library.layout(named:))
    guard result.problems.isEmpty, result.settings.profile == found.profile else {
      throw CommandFailure(
        EX_SOFTWARE, "scand would not read the file as it is meant; nothing was written.")
    }
    try write(file)
    if output != nil { tell(lines: found.findings) }
  }

  private func write(_ bytes: [UInt8]) throws {
    let file = try OutputFile(path: output)
    try file.write(bytes)
    try file.finish()
  }
}

extension CalibrationError: CommandError {
  var sentence: String { description }
  var exitCode: Int32 { EX_DATAERR }
}
