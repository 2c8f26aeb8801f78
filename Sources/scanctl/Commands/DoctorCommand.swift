// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Diagnosis
import Glibc
import TerminalIO
import Wire

/// The command `doctor`: problems of this machine and the commands that fix them.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Find problems on this machine and print the commands that fix them.",
    discussion: """
      Checks users, udev's rules, devices, configuration, disk, service, socket, scanners and \
      clock, and changes nothing. Each problem comes with the commands that fix it, to be typed \
      from top to bottom. Some checks need root. The exit status is 1 if there are \
      problems.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  func run() throws {
    let (path, origin) = place
    let report = Report(
      findings: Examination.ofThisMachine(asking: path, origin).findings, asRoot: geteuid() == 0)
    if json {
      print(bytes: report.json)
    } else {
      for line in report.lines(Report.Style(environment: environmentVariable)) { print(line: line) }
    }
    if report.count(.problem) > 0 { throw ExitCode(1) }
  }

  /// The path of the socket, and the source of that path.
  private var place: (String, SocketFacts.Origin) {
    if let socket = connection.socket { return (socket, .option) }
    if let socket = environmentVariable("SCAND_SOCKET") { return (socket, .environment) }
    return (defaultSocketPath, .usual)
  }
}
