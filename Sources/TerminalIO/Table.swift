// SPDX-License-Identifier: Apache-2.0

/// Lines whose columns are aligned, for people.
package struct Table {
  private struct Row {
    let cells: [String]
    let colours: [Int: Terminal.Colour]
    let endsWithText: Bool

    func width(at column: Int) -> Int {
      guard column < cells.count, !endsWithText || column < cells.count - 1 else { return 0 }
      return cells[column].count
    }
  }

  /// The columns whose cells stand at the right, as numbers do.
  package var rightAligned: Set<Int> = []
  private var rows: [Row] = []

  /// A table without rows.
  package init() {}

  /// True if nothing was added.
  package var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; cells hold no colour, since their lengths are counted.
  ///
  /// - Parameters:
  ///   - colours: the colours of cells by their columns.
  ///   - endsWithText: whether the last cell is a text that runs on over the columns behind it.
  package mutating func add(
    _ cells: [String], colours: [Int: Terminal.Colour] = [:], endsWithText: Bool = false
  ) {
    rows.append(Row(cells: cells, colours: colours, endsWithText: endsWithText))
  }

  /// The lines, columns two spaces apart, nothing after the last one.
  package var lines: [String] { lines(paint: Terminal.paint) }

  /// The lines, coloured by `paint`.
  package func lines(paint: (String, Terminal.Colour) -> String) -> [String] {
    let columns = rows.map(\.cells.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.width(at: column) }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      var gap = 0
      for (column, cell) in row.cells.enumerated() where !cell.isEmpty || widths[column] > 0 {
        let room = max(widths[column] - cell.count, 0)
        let before = rightAligned.contains(column) ? room : 0
        if cell.isEmpty {
          gap += room + 2
          continue
        }
        line += String(repeating: " ", count: gap + before)
        line += row.colours[column].map { paint(cell, $0) } ?? cell
        gap = room - before + 2
      }
      return line
    }
  }
}

/// `1 scan`, `2 scans`, `1,204 scans`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// A number with commas between its thousands: `1,204`.
package func grouped(_ number: some BinaryInteger) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}
