// SPDX-License-Identifier: Apache-2.0

/// Lines whose columns are aligned, for people.
struct Table {
  private var rows: [[String]] = []

  /// Adds a row; cells hold no colour, since their lengths are counted.
  mutating func add(_ cells: [String]) {
    rows.append(cells)
  }

  /// The lines, columns two spaces apart, nothing after the last one.
  var lines: [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column < row.count - 1 {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      return line
    }
  }
}

/// `1 scan`, `2 scans`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
