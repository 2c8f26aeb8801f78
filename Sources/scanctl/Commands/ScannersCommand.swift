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
    let answer = connection.ask(.scanners)
    if json { return print(bytes: answer.line) }
    let scanners = answer["scanners"]?.elements ?? []
    print(
      line: scanners.isEmpty ? "No scanner is connected." : "\(counted(scanners.count, "scanner")):"
    )
    for line in table(scanners.map(row)) { print(line: "  " + line) }
    for scanner in scanners {
      for problem in scanner["problems"]?.elements.compactMap(\.shown) ?? [] {
        print(line: Terminal.paint("  ! \(scanner["id"]?.shown ?? ""): \(problem)", .yellow))
      }
    }
    let ignored = answer["ignored"]?.elements ?? []
    if !ignored.isEmpty { print(line: "Not read:") }
    for line in table(ignored.map(ignoredRow)) { print(line: "  " + line) }
  }

  private func row(_ scanner: JSONValue) -> [String] {
    let place = [scanner["station"]?.shown, scanner["step"]?.shown].compactMap { $0 }
    return [
      scanner["id"]?.shown ?? "", scanner["name"]?.shown ?? "", scanner["node"]?.shown ?? "",
      place.isEmpty ? "no station" : place.joined(separator: ", "),
      scanner["grab"]?.shown ?? "", counted(Int(scanner["scans"]?.integer ?? 0), "scan"),
    ]
  }

  private func ignoredRow(_ device: JSONValue) -> [String] {
    [device["node"]?.shown ?? "", device["name"]?.shown ?? "", device["reason"]?.shown ?? ""]
  }

  private func table(_ rows: [[String]]) -> [String] {
    var table = Table()
    for row in rows { table.add(row) }
    return table.lines
  }
}
