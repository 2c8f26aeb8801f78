// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Diagnosis
import FeedClient
import TerminalIO
import Wire

/// Shows the scanners, and which input devices are left alone and why.
struct ScannersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scanners",
    abstract: "Show the scanners, and the input devices that are not read, with the reasons.",
    discussion: """
      With --all it also looks at this machine itself: it names scanners that are no keyboards (HID \
      POS and serial ports), which scand does not read, shows the interfaces of one scanner together, \
      and says which scanners only their ports tell apart. That needs neither root nor the daemon.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Also show scanners that are no keyboards, and what belongs together.")
  var all = false

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  func run() throws {
    if all { return showAll() }
    let answer = try connection.ask(.scanners)
    if json { return print(bytes: answer.line) }
    show(answer.scanners)
    show(answer.ignored.map(row), under: "Not read:")
  }

  /// Shows what the machine has; without the daemon it is unknown what is read.
  private func showAll() {
    let answer = askIfPossible()
    let inventory = Inventory.gather(answer)
    if json { return print(bytes: inventory.json) }
    let rows = inventory.unreadRows
    if let answer {
      show(answer.scanners)
      show(rows, under: "Not read:")
    } else {
      if rows.isEmpty { print(line: "No scanner and no keyboard is connected.") }
      show(rows, under: "Connected:")
    }
    for remark in inventory.remarks { print(line: Terminal.paint("  ! \(remark)", .yellow)) }
  }

  private func askIfPossible() -> ScannerList? {
    do throws(FeedClientError) {
      return try connection.connect().ask(.scanners)
    } catch {
      tell("What scand reads is unknown. \(error.sentence)")
      return nil
    }
  }

  private func show(_ scanners: [ScannerInfo]) {
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
  }

  private func show(_ rows: [[String]], under title: String) {
    if !rows.isEmpty { print(line: title) }
    for line in table(rows) { print(line: "  " + line) }
  }

  private func row(_ scanner: ScannerInfo) -> [String] {
    let place = [scanner.station, scanner.step].compactMap { $0.map(visible) }
    return [
      visible(scanner.id), visible(scanner.device.name), visible(scanner.device.node),
      place.isEmpty ? "no station" : place.joined(separator: ", "), scanner.grab.rawValue,
      counted(scanner.scans, "scan")
        + (scanner.reReads == 0 ? "" : ", \(scanner.reReads) read again and not recorded"),
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
