// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GS1
import Glibc
import TerminalIO
import Tracking
import Wire

/// Reads GS1 data without a daemon.
struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse",
    abstract: "Read GS1 data and show their contents and errors.",
    discussion: """
      Without TEXT, lines are read from standard input. FNC1 is the byte 0x1D or the letters {GS}. \
      The exit status is 0 when all data were valid and 1 otherwise.
      """)

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  @Flag(help: "Apply the GS1 rules strictly, without tolerance for scanners.")
  var strict = false

  @Flag(
    inversion: .prefixedNo,
    help:
      "Check that required AIs are there and excluded ones are not; an item may have several labels."
  )
  var pairing = true

  @Flag(help: "The scanner has never sent a separator: note where one may be missing.")
  var separatorNeverSeen = false

  @Option(help: "The kind of data without a symbology identifier: auto, gs1 or text.")
  var assume: Reading.Assumption = .auto

  @Argument(help: "Scan data as the scanner sends them, such as ']C1…'.")
  var text: [String] = []

  func run() throws {
    var options = Reading.Options()
    options.strict = strict
    options.assume = assume
    options.pairing = pairing
    options.separatorNeverSeen = separatorNeverSeen
    options.currentYear = now().year
    var printer = ReadingPrinter(options: options, json: json)
    if text.isEmpty {
      forEachLine(of: STDIN_FILENO) { line, isLastForNow in
        printer.print(typedSeparators(line))
        if isLastForNow { printer.flush() }
      }
    } else {
      for data in text { printer.print(typedSeparators(Array(data.utf8))) }
    }
    printer.flush()
    if !printer.allValid { throw ExitCode(1) }
  }
}

extension Reading.Assumption: ExpressibleByArgument {
  /// Reads what stands on the command line.
  public init?(argument: String) {
    self.init(name: argument)
  }
}

/// `data` with the byte 0x1D wherever somebody typed `{GS}`.
private func typedSeparators(_ data: [UInt8]) -> [UInt8] {
  let typed = Array("{GS}".utf8)
  guard data.contains(typed[0]) else { return data }
  var result: [UInt8] = []
  var index = 0
  while index < data.count {
    if data[index...].starts(with: typed) {
      result.append(0x1D)
      index += typed.count
    } else {
      result.append(data[index])
      index += 1
    }
  }
  return result
}
