// SPDX-License-Identifier: Apache-2.0

// A spreadsheet takes a cell that begins with = + - @ for a formula, behind a tab or carriage return,
// too; an apostrophe in front makes it a text. A text that has apostrophes and one of these behind
// them gets one more, so that taking one away always gives what was there.

import Wire

/// A text as a cell that no spreadsheet acts upon.
///
/// - Parameter isShown: whether it goes to a terminal: then characters that act there are shown by
///   name. Control characters are so in a file, too; reading such a file does not give them again.
package func spreadsheetCell(_ text: String, isShown: Bool = false) -> String {
  let hasControls = text.unicodeScalars.contains {
    [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
  }
  let cell = isShown || hasControls ? visible(text) : text
  return looksLikeFormula(text) ? "'" + cell : cell
}

/// The text that `spreadsheetCell` made a cell of.
package func text(ofSpreadsheetCell cell: String) -> String {
  cell.utf8.first == UInt8(ascii: "'") && looksLikeFormula(cell) ? String(cell.dropFirst()) : cell
}

private func looksLikeFormula(_ text: String) -> Bool {
  guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "'") }) else { return false }
  return "=+-@\t\r".utf8.contains(first)
}

/// A cell as it stands between commas, in quotes if it must be.
package func quoted(_ cell: [UInt8]) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  guard cell.contains(where: { "\",\r\n".utf8.contains($0) }) else { return cell }
  var text = [quote]
  for byte in cell {
    if byte == quote { text.append(quote) }
    text.append(byte)
  }
  return text + [quote]
}
