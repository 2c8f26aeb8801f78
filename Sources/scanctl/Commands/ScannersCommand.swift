// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Shows the scanners, and which input devices are left alone and why.
struct ScannersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scanners",
    abstract: "Show the scanners, and the input devices that are not read, with the reasons.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  func run() throws {
    let answer = try connection.ask(.scanners)
    if json { return print(bytes: answer.line) }
    let scanners = answer.scanners
    print(
      line: scanners.isEmpty ? "No scanner is connected." : "\(counted(scanners.count, "scanner")):"
    )
    for line in table(scanners.map(row)) { print(line: "  " + line) }
    for scanner in scanners {
      for problem in scanner.problems {
        print(
          line: Terminal.paint("  ! \(visible(scanner.id)): \(visible(problem))", .yellow))
      }
    }
    if !answer.ignored.isEmpty { print(line: "Not read:") }
    for line in table(answer.ignored.map(row)) { print(line: "  " + line) }
  }

  private func row(_ scanner: ScannerInfo) -> [String] {
    let place = [scanner.station, scanner.step].compactMap { $0.map(visible) }
    return [
      visible(scanner.id), visible(scanner.device.name), visible(scanner.device.node),
      place.isEmpty ? "no station" : place.joined(separator: ", "), scanner.grab.rawValue,
      counted(scanner.scans, "scan"),
    ]
  }

  private func row(_ device: IgnoredDeviceInfo) -> [String] {
    [visible(device.device.node), visible(device.device.name), visible(device.reason)]
  }

  private func table(_ rows: [[String]]) -> [String] {
    var table = Table()
    for row in rows { table.add(row) }
    return table.lines
  }
}
