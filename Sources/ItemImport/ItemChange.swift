// SPDX-License-Identifier: Apache-2.0

import Wire

/// The effect of setting an item.
package enum ItemChange: Equatable {
  /// There is none of its GTIN.
  case added(ItemFields)
  /// There is one, and it is another one.
  case changed(from: ItemFields, to: ItemFields)
  /// It is there as it is.
  case unchanged

  /// The effect on `before` of setting `item`.
  package init(_ item: ItemFields, before: ItemFields?) {
    guard let before else {
      self = .added(item)
      return
    }
    self = before == item ? .unchanged : .changed(from: before, to: item)
  }

  /// `+ 09506000134352  policy lot  name "Hand cream"`, safe to show; nil where nothing changes.
  package var line: String? {
    switch self {
    case .unchanged: nil
    case .added(let item):
      "+ \(item.gtin)  " + differences(from: ItemFields(gtin: item.gtin, policy: ""), to: item)
    case .changed(let before, let item):
      "~ \(item.gtin)  " + differences(from: before, to: item)
    }
  }

  private func differences(from before: ItemFields, to item: ItemFields) -> String {
    ItemColumn.allCases.compactMap { column in
      let (old, new) = (column.cell(of: before), column.cell(of: item))
      guard old != new else { return nil }
      return "\(column.rawValue) " + (old.isEmpty ? "" : "\(shown(old)) → ")
        + (new.isEmpty ? "none" : shown(new))
    }.joined(separator: "  ")
  }

  private func shown(_ cell: String) -> String {
    let isWord = cell.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return isWord ? cell : "\"\(visible(cell))\""
  }
}

extension ItemFields {
  /// The item as it is to be when of `before` only `columns` are set as here.
  package func setting(_ columns: [ItemColumn], of before: ItemFields?) -> ItemFields {
    guard var item = before else { return self }
    for column in ItemColumn.allCases where columns.contains(column) {
      switch column {
      case .gtin: break
      case .name: item.name = name
      case .policy: item.policy = policy
      case .serialRepeated, .lotConflict, .expiryConflict, .expired, .recalled:
        item.checks[column.rawValue] = checks[column.rawValue]
      }
    }
    return item
  }
}
