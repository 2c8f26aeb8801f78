// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Diagnosis
import Glibc
import TerminalIO
import Wire

/// Says what is wrong on this machine, and what to type.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is wrong on this machine, and what mends it.",
    discussion: """
      Looks at users, udev's rules, devices, configuration, disk, service, socket, scanners and \
      clock, and changes nothing. What is wrong comes with the commands that mend it, to be typed \
      from the top to the bottom. Some things only root can see. The exit status is 1 if there are \
      problems.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "One JSON object, for programs.")
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

  /// Where the daemon is asked, and who says so.
  private var place: (String, SocketFacts.Origin) {
    if let socket = connection.socket { return (socket, .option) }
    if let socket = environmentVariable("SCAND_SOCKET") { return (socket, .environment) }
    return (defaultSocketPath, .usual)
  }
}
