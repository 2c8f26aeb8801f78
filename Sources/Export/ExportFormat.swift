// SPDX-License-Identifier: Apache-2.0

import Wire

/// The formats of an export.
package enum ExportFormat: String, CaseIterable {
  /// A table for people and spreadsheets (RFC 4180).
  case csv
  /// The records as the socket has them, one a line.
  case jsonl
  /// One EPCIS 2.0 document of what was accepted.
  case epcis
}

/// Turns records into the bytes of an export, one at a time and remembering none of them.
package protocol RecordEncoder {
  /// Appends the text before the first record.
  func begin(_ bytes: inout [UInt8])
  /// Adds a record.
  ///
  /// - Parameter json: the record as it came over the socket.
  /// - Returns: true if this format has a place for it.
  mutating func add(_ record: Record, json: [UInt8], to bytes: inout [UInt8]) -> Bool
  /// Appends the text after the last record; an export without it was cut.
  func end(_ bytes: inout [UInt8])
}

/// The records as the socket has them, one a line.
package struct JSONLinesEncoder: RecordEncoder {
  /// An encoder of lines.
  package init() {}

  package func begin(_ bytes: inout [UInt8]) {}

  package func add(_ record: Record, json: [UInt8], to bytes: inout [UInt8]) -> Bool {
    bytes += json
    bytes.append(UInt8(ascii: "\n"))
    return true
  }

  package func end(_ bytes: inout [UInt8]) {}
}
