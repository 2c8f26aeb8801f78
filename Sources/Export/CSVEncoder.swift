// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// A table with a header and one line a record (RFC 4180).
///
/// What was only understood of a record that is not accepted has no cell: nobody may book a lot or
/// a serial from it.
package struct CSVEncoder: RecordEncoder {
  /// Whether cells hold the very bytes, and not what is safe in a spreadsheet.
  let isRaw: Bool

  /// An encoder of tables.
  ///
  /// - Parameter isRaw: true if cells hold the very bytes.
  package init(isRaw: Bool) {
    self.isRaw = isRaw
  }

  /// The columns in their order.
  static let columns = [
    "cursor", "time", "scanner", "station", "step", "verdict", "kind", "tracking", "gtin", "lot",
    "serial", "sscc", "expiry", "identity", "reasons", "notes", "data",
  ]

  package func begin(_ bytes: inout [UInt8]) {
    append(Self.columns.map { Array($0.utf8) }, to: &bytes)
  }

  package func add(_ record: Record, json: [UInt8], to bytes: inout [UInt8]) -> Bool {
    append(cells(of: record).map { Array($0.utf8) } + [record.data], to: &bytes)
    return true
  }

  package func end(_ bytes: inout [UInt8]) {}

  /// The cells of all columns but the last.
  private func cells(of record: Record) -> [String] {
    let subject = record.verdict == .accepted ? record.subject : Subject()
    return [
      record.cursor.map { "\($0)" } ?? "", "\(record.time)", record.scanner, record.station ?? "",
      record.step ?? "", record.verdict.rawValue, record.kind ?? "",
      subject.tracking?.rawValue ?? "", subject.gtin ?? "", subject.lot ?? "",
      subject.serial ?? "", subject.sscc ?? "", subject.expiry ?? "", subject.identity ?? "",
      codes(of: record.reasons), codes(of: record.notes),
    ]
  }

  private func codes(of remarks: [Remark]) -> String {
    remarks.map(\.code).joined(separator: " ")
  }

  private func append(_ cells: [[UInt8]], to bytes: inout [UInt8]) {
    for (column, cell) in cells.enumerated() {
      if column > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += quoted(isRaw ? cell : harmless(cell))
    }
    bytes += "\r\n".utf8
  }
}

/// A cell in which no spreadsheet sees a formula and no terminal a command.
///
/// A formula begins with `=`, `+`, `-` or `@`; programs pass over a tab and a carriage return before
/// it. An apostrophe in front makes the cell a text.
func harmless(_ cell: [UInt8]) -> [UInt8] {
  let shown = Array(visible(bytes: cell).utf8)
  guard let first = cell.first, "=+-@\t\r".utf8.contains(first) else { return shown }
  return [UInt8(ascii: "'")] + shown
}
