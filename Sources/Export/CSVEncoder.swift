// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// A table with a header and one line a record (RFC 4180).
///
/// Interpreted values of a record that is not accepted have no cell: nobody may book a lot or
/// a serial from them.
package struct CSVEncoder: RecordEncoder {
  /// True if cells hold the very bytes, and not what is safe in a spreadsheet.
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
    appendCSVLine(
      isRaw ? cells : cells.map { Array(spreadsheetCell(bytes: $0).utf8) }, to: &bytes)
  }
}
