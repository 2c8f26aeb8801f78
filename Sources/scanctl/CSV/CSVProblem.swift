// SPDX-License-Identifier: Apache-2.0

/// Why a line is no row of a table.
struct CSVProblem: Error, Equatable {
  /// The line of the file, from 1.
  var line: Int
  /// The cell within its row, from 0.
  var cell: Int
  /// What is wrong with it.
  var kind: Kind

  /// What can be wrong with a cell.
  enum Kind: Error, Equatable {
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
  var description: String {
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
