// SPDX-License-Identifier: Apache-2.0

// Tables of items come from spreadsheets. The reader accepts what such programs write on their own:
// a byte order mark, CRLF, quotes, line ends within quotes, no last line end. Anything that may
// mean that a cell was cut, moved or swallowed is an error with its place; reading continues behind
// it, so that all errors are listed at once.

/// Reads a table (RFC 4180) row by row.
package struct CSVReader {
  /// The byte between two cells.
  package let separator: UInt8
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1

  /// The table in `bytes`, whose byte order mark is passed over.
  package init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes
    self.separator = separator
    if bytes.starts(with: byteOrderMark) { index = byteOrderMark.count }
  }

  /// The number of bytes read so far.
  package var count: Int { index }

  /// The next row; nil at the end. After a problem the reader stands behind its line.
  package mutating func next() throws(CSVProblem) -> CSVRow? {
    guard index < bytes.count else { return nil }
    var row = CSVRow(line: line, cells: [])
    do throws(CSVProblem.Kind) {
      while true {
        row.cells.append(try cell())
        guard index < bytes.count, bytes[index] == separator else { break }
        index += 1
      }
      try endLine()
      return row
    } catch {
      let problem = CSVProblem(line: line, cell: row.cells.count, kind: error)
      passOverLine()
      throw problem
    }
  }

  private mutating func cell() throws(CSVProblem.Kind) -> String {
    guard index < bytes.count, bytes[index] == quote else { return try plainCell() }
    return try quotedCell()
  }

  private mutating func plainCell() throws(CSVProblem.Kind) -> String {
    let start = index
    while index < bytes.count, !isEndOfCell(bytes[index]) {
      if bytes[index] == quote { throw .quoteInCell }
      index += 1
    }
    return try text(bytes[start..<index])
  }

  private mutating func quotedCell() throws(CSVProblem.Kind) -> String {
    let opening = line
    var content: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == quote {
        guard index < bytes.count, bytes[index] == quote else {
          if index < bytes.count, !isEndOfCell(bytes[index]) {
            throw .textBehindQuote(openedIn: opening)
          }
          return try text(content[...])
        }
        index += 1
      }
      if byte == lineFeed { line += 1 }
      content.append(byte)
    }
    throw .neverClosed(openedIn: opening)
  }

  private func isEndOfCell(_ byte: UInt8) -> Bool {
    byte == separator || byte == carriageReturn || byte == lineFeed
  }

  private func text(_ cell: ArraySlice<UInt8>) throws(CSVProblem.Kind) -> String {
    if cell.contains(0) { throw .nul }
    if let text = String(validating: cell, as: UTF8.self) { return text }
    throw .notUTF8
  }

  private mutating func endLine() throws(CSVProblem.Kind) {
    if index < bytes.count, bytes[index] == carriageReturn {
      index += 1
      if index < bytes.count, bytes[index] != lineFeed { throw .carriageReturnAlone }
    }
    if index < bytes.count { index += 1 }
    line += 1
  }

  private mutating func passOverLine() {
    while index < bytes.count, bytes[index] != lineFeed { index += 1 }
    if index < bytes.count { index += 1 }
    line += 1
  }
}

/// A row of a table.
package struct CSVRow: Equatable {
  /// The line of the file that it begins in, from 1.
  package var line: Int
  /// The texts of its cells, without quotes.
  package var cells: [String]
}

/// The byte order mark that a UTF-8 file may begin with.
package let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

extension CSVReader {
  /// The table in `bytes`, whose cells are separated by what separates those of its first line: a
  /// semicolon if there is one and no comma, else a comma.
  package static func guessingSeparator(_ bytes: [UInt8]) -> CSVReader {
    var isQuoted = false
    var hasSemicolon = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n") { break }
      if isQuoted { continue }
      if byte == UInt8(ascii: ",") { return CSVReader(bytes) }
      if byte == UInt8(ascii: ";") { hasSemicolon = true }
    }
    return CSVReader(bytes, separator: hasSemicolon ? UInt8(ascii: ";") : UInt8(ascii: ","))
  }
}

/// An error in a line of a table.
package struct CSVProblem: Error, Equatable {
  /// The line of the file, from 1.
  package var line: Int
  /// The cell within its row, from 0.
  package var cell: Int
  /// The error.
  package var kind: Kind

  /// The errors of a cell.
  package enum Kind: Error, Equatable {
    /// A quote within a cell that does not begin with one.
    case quoteInCell
    /// A quote that opened a cell and has no counterpart up to the end of the file.
    case neverClosed(openedIn: Int)
    /// Something other than a separator or a line end behind a closing quote.
    case textBehindQuote(openedIn: Int)
    /// A carriage return without a line feed behind it.
    case carriageReturnAlone
    /// Bytes that are not UTF-8.
    case notUTF8
    /// A byte 0, which no text has.
    case nul
  }
}

extension CSVProblem.Kind: CustomStringConvertible {
  /// One sentence that says what is wrong.
  package var description: String {
    switch self {
    case .quoteInCell:
      "A quote stands within the cell. A cell with quotes begins and ends with one, and has each "
        + "of its own twice."
    case .neverClosed(let line):
      "The quote that opens this cell in line \(line) is not closed before the end of the file."
    case .textBehindQuote(let line):
      "Text follows the quote that closes the cell. It was opened in line \(line); is a quote "
        + "missing, or one of the cell's own not written twice?"
    case .carriageReturnAlone:
      "A carriage return stands without a line feed; lines end with LF or CRLF."
    case .notUTF8:
      "The text is not UTF-8. Save the table as \"CSV UTF-8\"."
    case .nul:
      "The text has a byte 0; is this a table?"
    }
  }
}

private let quote = UInt8(ascii: "\"")
private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")
