// SPDX-License-Identifier: Apache-2.0

import GS1
import TerminalIO
import Tracking
import Wire

/// A column of a file of items; named as the field is on the socket.
package enum ItemColumn: String, CaseIterable {
  /// The GTIN in 8, 12, 13 or 14 digits.
  case gtin
  /// The name for people.
  case name
  /// The item policy.
  case policy
  /// The consequence of that check; empty for the station's or the daemon's default.
  case serialRepeated, lotConflict, expiryConflict, expired, recalled

  /// The columns that a file must have.
  package static let required: [ItemColumn] = [.gtin, .policy]

  /// The column that a header names, letters' case and spaces around it ignored.
  package init?(header: String) {
    // Lower case is compared as text: a long header would cost the square of its length.
    guard header.utf8.count <= 64 else { return nil }
    let name = trimmed(header).lowercased()
    guard let column = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
      return nil
    }
    self = column
  }

  /// Puts what a cell of this column holds into `item`.
  package func set(_ cell: String, of item: inout ItemFields) throws(ItemError) {
    switch self {
    case .gtin:
      guard let gtin = GTIN(trimmed(cell)) else { throw .gtin(shortened(cell)) }
      item.gtin = gtin.digits
    case .name:
      guard cell.utf8.count <= Item.longestName else { throw .name(cell) }
      item.name = cell.isEmpty ? nil : cell
    case .policy:
      guard let policy = Policy(named: trimmed(cell)) else { throw .policy(shortened(cell)) }
      item.policy = policy.rawValue
    case .serialRepeated, .lotConflict, .expiryConflict, .expired, .recalled:
      let text = trimmed(cell)
      guard text.isEmpty || Consequence(named: text) != nil else {
        throw .check(rawValue, shortened(cell))
      }
      item.checks[rawValue] = text.isEmpty ? nil : text
    }
  }

  /// The text of `item` in this column; empty if it has none.
  package func cell(of item: ItemFields) -> String {
    switch self {
    case .gtin: item.gtin
    case .name: item.name ?? ""
    case .policy: item.policy
    case .serialRepeated, .lotConflict, .expiryConflict, .expired, .recalled:
      item.checks[rawValue] ?? ""
    }
  }
}

/// A megabyte in a cell is nothing to be shown in whole.
private func shortened(_ text: String) -> String {
  if text.utf8.count <= 60 { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))) + "…"
}

private func trimmed(_ text: String) -> String {
  var rest = text.utf8[...]
  while rest.first == 0x20 { rest.removeFirst() }
  while rest.last == 0x20 { rest.removeLast() }
  return String(Substring(rest))
}

/// A further sentence about a text that should be a GTIN; empty if there is no hint.
package func gtinHint(_ text: String) -> String {
  let isNumber = text.utf8.allSatisfy { "0123456789.,eE+".utf8.contains($0) }
  if isNumber, text.lowercased().contains("e+") {
    return " A spreadsheet has rounded it; make its column a text and enter it again."
  }
  guard (1...14).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return "" }
  guard GTIN.Format(rawValue: text.utf8.count) != nil else { return " Are zeros in front missing?" }
  return checkDigit(for: text.dropLast()).map { " The check digit would be \($0)." } ?? ""
}
