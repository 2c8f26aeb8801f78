// SPDX-License-Identifier: Apache-2.0

import Wire

/// What an export looks like.
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
  /// What comes before the first record.
  func begin(_ bytes: inout [UInt8])
  /// Adds a record.
  ///
  /// - Parameter json: the record as it came over the socket.
  /// - Returns: whether this format has a place for it.
  mutating func add(_ record: Record, json: [UInt8], to bytes: inout [UInt8]) -> Bool
  /// What comes after the last record; without it, the export was cut.
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
