// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Tracking
import Wire

/// Items as they stand in a table with a header line, and all that is wrong with it.
package struct ItemFile {
  /// The most items that one import can set: the daemon takes no more in a batch.
  package static let mostItems = 200_000

  /// The items, in the order of the file; worth nothing if there are problems.
  package private(set) var items: [ItemFields] = []
  /// The columns that the file has, in its order.
  package private(set) var columns: [ItemColumn] = []
  /// The error.
  package private(set) var problems = FileProblems()
  /// In which line each GTIN stands.
  private var lines: [String: Int] = [:]
  private let isRaw: Bool

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - isRaw: whether cells hold the very text, and an apostrophe in front of a formula is one.
  ///   - limit: the most items that it may have.
  package init(_ bytes: [UInt8], isRaw: Bool = false, limit: Int = mostItems) {
    self.isRaw = isRaw
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      note(1, nil, "The file is UTF-16. Save the table as \"CSV UTF-8\".")
      return
    }
    var reader = CSVReader.guessingSeparator(bytes)
    guard readHeader(&reader) else { return }
    while true {
      do throws(CSVProblem) {
        guard let row = try reader.next() else { break }
        add(row)
      } catch {
        let column = error.cell < columns.count ? columns[error.cell].rawValue : nil
        note(error.line, column ?? "cell \(error.cell + 1)", error.kind.description)
      }
    }
    let count = items.count
    if count > limit {
      note(1, nil, "The file has \(count) items; \(limit) are allowed. Divide it.")
    }
  }

  /// True if there is a header with which the lines mean something.
  private mutating func readHeader(_ reader: inout CSVReader) -> Bool {
    do throws(CSVProblem) {
      guard let header = try reader.next() else {
        note(1, nil, "The file is empty; its first line must be a header: \(usualHeader).")
        return false
      }
      for cell in header.cells { addColumn(cell) }
    } catch {
      note(error.line, "cell \(error.cell + 1)", error.kind.description)
    }
    guard problems.count == 0 else { return false }
    for column in ItemColumn.required where !columns.contains(column) {
      note(1, nil, "The header has no \"\(column.rawValue)\"; it is such as: \(usualHeader).")
    }
    return problems.count == 0
  }

  private mutating func addColumn(_ cell: String) {
    guard let column = ItemColumn(header: cell) else {
      return note(1, nil, "There is no column \"\(shown(cell))\"; \(hint(cell))")
    }
    if columns.contains(column) {
      note(1, nil, "The column \"\(column.rawValue)\" is there twice.")
    }
    columns.append(column)
  }

  private mutating func add(_ row: CSVRow) {
    // Spreadsheets leave lines without anything at the end.
    if row.cells.allSatisfy(\.isEmpty) { return }
    let width = columns.count
    guard row.cells.count == width else {
      return note(
        row.line, nil, "The line has \(counted(row.cells.count, "cell")), and the header \(width).")
    }
    var item = ItemFields(gtin: "", policy: "")
    for (column, cell) in zip(columns, row.cells) {
      let text = isRaw ? cell : text(ofSpreadsheetCell: cell)
      set(text, as: column, of: &item, line: row.line)
    }
    if let line = lines.updateValue(row.line, forKey: item.gtin), !item.gtin.isEmpty {
      note(row.line, "gtin", "\(item.gtin) stands in line \(line), too.")
    }
    items.append(item)
  }

  /// Puts a cell into `item`, or notes what is wrong with it.
  private mutating func set(
    _ text: String, as column: ItemColumn, of item: inout ItemFields, line: Int
  ) {
    do throws(ItemError) {
      try column.set(text, of: &item)
      guard column == .name, let sentence = nameError(text) else { return }
      note(line, column.rawValue, sentence)
    } catch {
      note(line, column.rawValue, error.description + (column == .gtin ? gtinHint(text) : ""))
    }
  }

  private mutating func note(_ line: Int, _ column: String?, _ text: @autoclosure () -> String) {
    problems.add(FileProblem(line: line, column: column, text: text()))
  }
}

/// The header that an export has.
private let usualHeader = "gtin,name,policy"

/// A further sentence about a header that is no column.
private func hint(_ cell: String) -> String {
  if cell.utf8.contains(UInt8(ascii: "\t")) {
    return "the cells must be separated by , or ; and not by tabs."
  }
  let known = ItemColumn.allCases.map(\.rawValue)
  if let nearest = nearestName(to: cell, among: known) { return "did you mean \"\(nearest)\"?" }
  return "the first line must be a header of: \(known.joined(separator: ", "))."
}

private func shown(_ name: String) -> String {
  visible(String(name.unicodeScalars.prefix(64).map(Character.init)))
}

/// The error in a name of permitted length; nil if it is valid.
package func nameError(_ name: String) -> String? {
  let bad = name.unicodeScalars.first {
    [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
  }
  return bad.map { "A name is one line of text and has no \(visible(String($0)))." }
}
