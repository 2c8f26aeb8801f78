// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// Items as the table that `ItemFile` reads.
package struct ItemTable {
  /// True if cells hold the very text, even if a spreadsheet acts upon it.
  package var isRaw = false
  /// True if a terminal shows it.
  package var isShown = false

  /// A table of items.
  package init(isRaw: Bool = false, isShown: Bool = false) {
    (self.isRaw, self.isShown) = (isRaw, isShown)
  }

  /// The header line.
  package var header: [UInt8] { line(ItemColumn.allCases.map(\.rawValue)) }

  /// An item's line.
  package func line(_ item: ItemFields) -> [UInt8] {
    line(
      ItemColumn.allCases.map { column in
        let text = column.cell(of: item)
        return isRaw ? text : spreadsheetCell(text, isShown: isShown)
      })
  }

  private func line(_ cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    appendCSVLine(cells.map { Array($0.utf8) }, to: &bytes)
    return bytes
  }
}
