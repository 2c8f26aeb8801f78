// SPDX-License-Identifier: Apache-2.0

// A spreadsheet takes a cell that begins with = + - @ for a formula, also behind a tab or a
// carriage return; an apostrophe in front makes it text. A text that begins with apostrophes and
// then one of these gets one more, so that taking one away always restores it, and no two texts
// share a cell.

import Wire

/// A text as a cell that no spreadsheet acts upon.
///
/// Control characters are shown by name; reading the cell does not restore them.
///
/// - Parameter isShown: true if it goes to a terminal, where all characters that act are shown by
///   name.
package func spreadsheetCell(_ text: String, isShown: Bool = false) -> String {
  let hasControls = text.unicodeScalars.contains {
    [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
  }
  let cell = isShown || hasControls ? visible(text) : text
  return looksLikeFormula(text.utf8) ? "'" + cell : cell
}

/// Bytes as a cell that neither a spreadsheet nor a terminal acts upon.
package func spreadsheetCell(bytes: [UInt8]) -> String {
  looksLikeFormula(bytes) ? "'" + visible(bytes: bytes) : visible(bytes: bytes)
}

/// The text that `spreadsheetCell` made a cell of.
package func text(ofSpreadsheetCell cell: String) -> String {
  cell.utf8.first == UInt8(ascii: "'") && looksLikeFormula(cell.utf8)
    ? String(cell.dropFirst()) : cell
}

private func looksLikeFormula(_ text: some Sequence<UInt8>) -> Bool {
  guard let first = text.first(where: { $0 != UInt8(ascii: "'") }) else { return false }
  return "=+-@\t\r".utf8.contains(first)
}

/// Appends a line of a table (RFC 4180), cells in quotes where they must be.
package func appendCSVLine(_ cells: [[UInt8]], to bytes: inout [UInt8]) {
  for (column, cell) in cells.enumerated() {
    if column > 0 { bytes.append(UInt8(ascii: ",")) }
    bytes += quoted(cell)
  }
  bytes += "\r\n".utf8
}

private func quoted(_ cell: [UInt8]) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  guard cell.contains(where: { "\",\r\n".utf8.contains($0) }) else { return cell }
  var text = [quote]
  for byte in cell {
    if byte == quote { text.append(quote) }
    text.append(byte)
  }
  return text + [quote]
}
