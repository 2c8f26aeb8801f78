// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Says how the daemon is.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the state of the daemon.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  func run() throws {
    let status = connection.ask(.status)
    if json { return print(bytes: status.line) }
    for line in describe(status) { print(line: line) }
  }

  private func describe(_ status: JSONValue) -> [String] {
    let number = { (key: String) in Int(status[key]?.integer ?? 0) }
    let records = { (key: String) in status["records"]?[key]?.integer ?? 0 }
    var table = Table()
    table.add([
      "scand", "\(text(status, "version")), process \(number("process")), up \(uptime(status))",
    ])
    table.add(["journal", "\(text(status, "stateDirectory")), \(text(status, "journal"))"])
    table.add([
      "records",
      "\(number("head")): \(records("accepted")) accepted, \(records("rejected")) rejected, "
        + "\(records("incomplete")) incomplete",
    ])
    if let oldest = status["oldest"]?.integer, oldest > 1 {
      table.add(["oldest", "\(oldest); earlier records were removed"])
    }
    let open = number("openExceptions")
    table.add(["open exceptions", "\(open)"])
    table.add(["not durable", "\(number("notDurable"))"])
    table.add([
      "scanners",
      "\(number("scanners")), and \(counted(number("ignoredDevices"), "other input device"))",
    ])
    let problems = status["problems"]?.elements.compactMap(\.shown) ?? []
    let lines = table.lines.map { line in
      // A table's cells cannot hold colour.
      open > 0 && line.hasPrefix("open exceptions ") ? Terminal.paint(line, .yellow) : line
    }
    return lines + problems.map { Terminal.paint("! \($0)", .yellow) }
      + (number("scanners") == 0 ? [noScannerHint] : [])
  }

  private var noScannerHint: String {
    "No scanner is connected. \"scanctl scanners\" shows which input devices there are and why "
      + "they are not read."
  }

  private func text(_ status: JSONValue, _ key: String) -> String {
    status[key]?.shown ?? "unknown"
  }

  private func uptime(_ status: JSONValue) -> String {
    guard case .string(let text)? = status["started"], let started = Timestamp(text) else {
      return "unknown"
    }
    return span(seconds: (now().microseconds - started.microseconds) / 1_000_000)
  }
}
