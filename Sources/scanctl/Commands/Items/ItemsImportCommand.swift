// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import ItemImport
import TerminalIO
import Wire

/// Sets the items of a file, all of them or none.
struct ItemsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Set the items of a CSV file, all or nothing.",
    discussion: """
      The first line names the columns, in any order: gtin, policy, and perhaps name, \
      serialRepeated, lotConflict, expiryConflict, expired, recalled. Fields without a column \
      stay as they are; an empty cell clears the field. Items that the file does not name stay. \
      The file is UTF-8; its cells are separated by commas, or by semicolons if its first line has \
      no comma. An apostrophe in front of = + - @ is removed, since export adds it. Errors are \
      listed by line; then the exit status is 65, and nothing is changed.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Show the changes without making them.")
  var dryRun = false

  @Flag(help: "Take cells as they are, for a file of \"export --raw\".")
  var raw = false

  @Argument(help: "The file; - is standard input.")
  var file: String

  func run() throws {
    let read = try readFile()
    let connection = try connection.connect()
    let hasAllColumns = read.columns.count == ItemColumn.allCases.count
    let present = dryRun || !hasAllColumns ? try connection.allItems() : [:]
    let items = hasAllColumns ? read.items : completed(read, present)
    if dryRun { return preview(items, present) }
    if items.isEmpty { return print(line: "The file has no items; nothing was changed.") }
    let answer = try send(items, on: connection)
    print(
      line: "\(counted(items.count, "item")): \(grouped(answer?.added ?? 0)) added, "
        + "\(grouped(answer?.changed ?? 0)) changed, \(grouped(answer?.unchanged ?? 0)) unchanged.")
  }

  private var fileName: String { file == "-" ? "standard input" : file }

  private func readFile() throws(CommandFailure) -> ItemFile {
    let read = ItemFile(try contents(of: file == "-" ? "/dev/stdin" : file), isRaw: raw)
    guard read.problems.count > 0 else { return read }
    tell(lines: read.problems.lines(in: fileName))
    throw CommandFailure(
      EX_DATAERR,
      "\(visible(fileName)): \(counted(read.problems.count, "error")); nothing was changed.")
  }

  /// The items as they are to be, with what the file has no column for.
  private func completed(_ file: ItemFile, _ present: [String: ItemFields]) -> [ItemFields] {
    file.items.map { $0.setting(file.columns, of: present[$0.gtin]) }
  }

  private func preview(_ items: [ItemFields], _ present: [String: ItemFields]) {
    let changes = items.map { ItemChange($0, before: present[$0.gtin]) }
    let lines = changes.compactMap(\.line)
    let added = lines.count { $0.hasPrefix("+") }
    print(
      text: lines + [
        "\(counted(items.count, "item")): \(grouped(added)) would be added, "
          + "\(grouped(lines.count - added)) changed, "
          + "\(grouped(items.count - lines.count)) are so already; nothing was changed."
      ])
  }

  /// Sends the items in as many parts as it takes; the answer to the last one.
  private func send(
    _ items: [ItemFields], on connection: FeedConnection
  ) throws(CommandFailure) -> ItemsSet? {
    var bar = ProgressBar(wanted: true)
    var answer: ItemsSet?
    var sent = 0
    for batch in ItemBatches(items).batches(named: "import \(getpid()) \(now().microseconds)") {
      bar.draw(Int64(sent), of: Int64(items.count), counted(sent, "item"))
      do throws(FeedClientError) {
        // The last part takes as long as the daemon needs to set all of them.
        answer = try connection.ask(batch, timeout: .seconds(600))
      } catch {
        bar.clear()
        if !batch.more, error.leavesUnknown {
          tell(
            "It is unknown if the items were set. Import again: items that are set already stay.")
        }
        throw CommandFailure(error, asking: batch)
      }
      sent += batch.items.count
    }
    bar.clear()
    return answer
  }
}

extension FeedClientError {
  /// True if an order may have been carried out although no answer came.
  var leavesUnknown: Bool {
    switch self {
    case .disconnected, .timeout, .system: true
    default: false
    }
  }
}
