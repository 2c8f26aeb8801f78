// SPDX-License-Identifier: Apache-2.0

/// A reader of tables (RFC 4180) that walks from state to state, a byte at a time.
struct SimpleTable {
  private enum State {
    case start, plain, quoted, behindQuote, behindReturn
  }

  private let separator: UInt8
  private var state = State.start
  private var cell: [UInt8] = []
  private var row: [String] = []
  private var rows: [[String]] = []

  init(separator: UInt8) {
    self.separator = separator
  }

  /// The rows of a table; nil if one of them is malformed.
  mutating func rows(of table: ArraySlice<UInt8>) -> [[String]]? {
    for byte in table {
      guard step(byte) else { return nil }
    }
    switch state {
    case .quoted: return nil
    case .behindReturn: endRow()
    case .start where row.isEmpty: break
    case .start, .plain, .behindQuote:
      guard endCell() else { return nil }
      endRow()
    }
    return rows
  }

  private mutating func step(_ byte: UInt8) -> Bool {
    switch (state, byte) {
    case (.behindReturn, 0x0A):
      endRow()
      return true
    case (.behindReturn, _): return false
    case (.quoted, 0x22): state = .behindQuote
    case (.quoted, _): cell.append(byte)
    case (.start, 0x22): state = .quoted
    case (.plain, 0x22): return false
    case (.behindQuote, 0x22):
      cell.append(byte)
      state = .quoted
    case (_, separator), (_, 0x0A), (_, 0x0D): return endCell(before: byte)
    case (.behindQuote, _): return false
    default:
      cell.append(byte)
      state = .plain
    }
    return true
  }

  private mutating func endCell(before byte: UInt8) -> Bool {
    guard endCell() else { return false }
    if byte == 0x0A { endRow() }
    if byte == 0x0D { state = .behindReturn }
    return true
  }

  private mutating func endCell() -> Bool {
    guard !cell.contains(0), let text = String(validating: cell, as: UTF8.self) else {
      return false
    }
    row.append(text)
    cell = []
    state = .start
    return true
  }

  private mutating func endRow() {
    rows.append(row)
    row = []
    state = .start
  }
}
