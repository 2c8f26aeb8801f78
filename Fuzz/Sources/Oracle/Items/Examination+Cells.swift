// SPDX-License-Identifier: Apache-2.0

import ItemImport
import TerminalIO
import Wire

extension Examination {
  /// The rows of a table, on which another reader agrees; nil if one of them is malformed.
  func examineRows(_ table: [UInt8], _ shown: String) throws(Violation) -> [[String]]? {
    var reader = CSVReader.guessingSeparator(table)
    var rows: [[String]] = []
    var problems = 0
    while true {
      do throws(CSVProblem) {
        guard let row = try reader.next() else { break }
        rows.append(row.cells)
      } catch {
        problems += 1
      }
    }
    let read = problems == 0 ? rows : nil
    let table = table.starts(with: byteOrderMark) ? table.dropFirst(3) : table[...]
    var simple = SimpleTable(separator: reader.separator)
    try require(.rowsAreThoseOfRFC4180, simple.rows(of: table) == read, "\(shown): \(rows)")
    return read
  }

  /// Requires that a table reads the same with all cells in quotation marks, whatever separates them
  /// and ends the lines.
  func examineDresses(
    of rows: [[String]], _ file: ItemFile, _ options: TableOptions, _ shown: String
  ) throws(Violation) {
    // The first line tells the separator, so it must be whole and have one.
    guard let header = rows.first, header.count > 1, !header.contains(where: \.hasLineFeed) else {
      return
    }
    let dresses: [([UInt8], String, String)] = [(byteOrderMark, ",", "\n"), ([], ";", "\r\n")]
    for (mark, separator, end) in dresses {
      let lines = rows.map { $0.map(\.inQuotes).joined(separator: separator) }
      let bytes = mark + lines.joined(separator: end).utf8
      let again = ItemFile(bytes, isRaw: options.isRaw, limit: options.limit)
      let isSame =
        again.items == file.items && again.columns == file.columns
        && again.problems == file.problems
      try require(.quotesChangeNothing, isSame, "\(shown) and \(Corpus.line(of: bytes))")
    }
  }

  /// Requires that no spreadsheet takes a text for a formula, and that it comes back.
  func examineCell(_ text: String, _ shown: String) throws(Violation) {
    let cell = spreadsheetCell(text)
    let cells = [
      cell, spreadsheetCell(text, isShown: true), spreadsheetCell(bytes: Array(text.utf8)),
    ]
    try require(.cellsAreNoFormulas, !cells.contains(where: \.isFormula), "\(shown): \(cells)")
    try require(.shownIsVisible, cells[1].isVisible && cells[2].isVisible, "\(shown): \(cells)")
    let comesBack = TerminalIO.text(ofSpreadsheetCell: cell).utf8.elementsEqual(text.utf8)
    try require(.cellsAreNoFormulas, comesBack || nameError(text) != nil, "\(shown): \(cell)")
  }
}

extension String {
  fileprivate var hasLineFeed: Bool { utf8.contains(0x0A) }

  fileprivate var isFormula: Bool { utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false }

  /// The cell of RFC 4180, in quotation marks.
  fileprivate var inQuotes: String {
    let bytes = utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
  }
}
