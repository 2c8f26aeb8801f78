// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Diagnosis
import FeedClient
import TerminalIO
import Wire

/// Shows the state of the daemon.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the state of the daemon.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  @Flag(help: "Show the connected users and what the daemon holds for them; for administrators.")
  var clients = false

  func run() throws {
    if clients { return try showClients() }
    let status = try connection.ask(.status)
    if json { return print(bytes: status.line) }
    for line in describe(status) { print(line: line) }
  }

  private func showClients() throws {
    let list = try connection.ask(.clients)
    if json { return print(bytes: list.line) }
    for line in describe(list) { print(line: line) }
  }

  private func describe(_ list: ClientList) -> [String] {
    var table = Table()
    table.add(["USER", "CONNECTIONS", "MOST", "FOLLOWERS", "REQUESTS", "BYTES", "MOST", "IMPORT"])
    for client in list.clients {
      table.add([
        (userName(client.uid) ?? "\(client.uid)")
          + (client.administrator ? " (administrator)" : ""),
        "\(client.connections)", "\(client.mostConnections)", "\(client.followers)",
        "\(client.requests)", "\(client.bytes)", "\(client.mostBytes)", "\(client.batch)",
      ])
    }
    return table.lines + [
      "All users together may have \(list.connections) connections, "
        + "\(list.reservedConnections) of them administrators alone, and \(list.bytes) bytes."
    ]
  }

  private func describe(_ status: Status) -> [String] {
    var table = Table()
    table.add([
      "scand", "\(visible(status.version)), process \(status.process), up \(uptime(status))",
    ])
    table.add(["journal", "\(visible(status.stateDirectory)), \(visible(status.journal))"])
    table.add([
      "records",
      "\(status.head): \(status.records.accepted) accepted, \(status.records.rejected) rejected, "
        + "\(status.records.incomplete) incomplete",
    ])
    if status.oldest > 1 {
      table.add(["oldest", "\(status.oldest); earlier records were removed"])
    }
    if !status.hash.isEmpty { table.add(["hash", visible(status.hash)]) }
    if status.notSummed > 0 {
      table.add(["checksums", "\(counted(Int(status.notSummed), "old record")) to be summed yet"])
    }
    table.add(["open exceptions", "\(status.openExceptions)"])
    table.add(["not durable", "\(status.notDurable)"])
    table.add([
      "scanners",
      "\(status.scanners), and \(counted(status.ignoredDevices, "other input device"))",
    ])
    let lines = table.lines.map { line in
      // A table's cells cannot hold colour.
      status.openExceptions > 0 && line.hasPrefix("open exceptions ")
        ? Terminal.paint(line, .yellow) : line
    }
    return lines + status.problems.map { Terminal.paint("! \(visible($0))", .yellow) }
      + (status.scanners == 0 ? [noScannerHint] : [])
  }

  private var noScannerHint: String {
    "No scanner is connected. \"scanctl scanners\" shows which input devices there are and why "
      + "they are not read."
  }

  private func uptime(_ status: Status) -> String {
    span(seconds: (now().microseconds - status.started.microseconds) / 1_000_000)
  }
}
