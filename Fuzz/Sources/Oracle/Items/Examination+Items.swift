// SPDX-License-Identifier: Apache-2.0

import ItemImport
import TerminalIO
import Tracking
import Wire

/// The options of an input: its first byte, of which `@` sets none.
struct TableOptions {
  /// True if cells hold the very text.
  var isRaw: Bool
  /// The most items.
  var limit: Int

  init(_ byte: UInt8?) {
    isRaw = (byte ?? 0) & 1 != 0
    limit = (byte ?? 0) & 2 != 0 ? 3 : ItemFile.mostItems
  }
}

extension Examination {
  /// Examines a table of items, behind a byte of options.
  func examineItems(_ input: [UInt8]) throws(Violation) {
    let options = TableOptions(input.first)
    let table = Array(input.dropFirst())
    let shown = Corpus.line(of: input)
    let file = try measured(input, .table) {
      ItemFile(table, isRaw: options.isRaw, limit: options.limit)
    }
    try examine(file.problems, of: table, shown)
    if let rows = try examineRows(table, shown) {
      try examineDresses(of: rows, file, options, shown)
      for cell in rows.joined() { try examineCell(cell, shown) }
      try plantQuotedMark(rows, in: input)
    }
    guard file.problems.count == 0 else { return }
    try examineItems(of: file, limit: options.limit, shown)
    try examineWriting(of: file.items, shown)
    try examineBatches(of: file.items, shown)
    try examineChanges(of: file, shown)
  }

  private func examine(
    _ problems: FileProblems, of table: [UInt8], _ shown: String
  ) throws(Violation) {
    let lines = 1...table.count { $0 == 0x0A } + 1
    let isCounted =
      problems.first.count == min(problems.count, FileProblems.limit)
      && problems.lines(in: "f").count <= FileProblems.limit + 1
    try require(.problemsOfATable, isCounted, shown)
    for problem in problems.first {
      let text = problem.description(in: "items.csv")
      try require(.problemsOfATable, lines.contains(problem.line), "\(shown): \(text)")
      try requireSentence(text, shown)
    }
  }

  private func examineItems(
    of file: ItemFile, limit: Int, _ shown: String
  ) throws(Violation) {
    var gtins: Set<String> = []
    for item in file.items {
      let isGood =
        isGTIN14(item.gtin) && gtins.insert(item.gtin).inserted
        && ["serial", "lot", "both", "any"].contains(item.policy)
        && item.checks.values.allSatisfy { ["reject", "note", "off"].contains($0) }
        && (try? Item(item)).map { ItemFields($0) == item } ?? false
        && (item.name ?? "-").isPlainName
      try require(.itemsAreGood, isGood, "\(shown): \(item)")
    }
    try require(.itemsAreGood, file.items.count <= limit, shown)
  }

  private func examineWriting(of items: [ItemFields], _ shown: String) throws(Violation) {
    for isRaw in [false, true] {
      let table = ItemTable(isRaw: isRaw)
      let bytes = table.header + items.flatMap { table.line($0) }
      let again = ItemFile(bytes, isRaw: isRaw)
      let isSame =
        again.problems.count == 0 && again.columns == ItemColumn.allCases
        && json(again.items) == json(items)
      try require(.tableIsWrittenAndRead, isSame, "\(shown) and \(Corpus.line(of: bytes))")
    }
  }

  private func examineBatches(of items: [ItemFields], _ shown: String) throws(Violation) {
    for longest in [2048, Request.maximumLength] {
      let batches = ItemBatches(items, longestRequest: longest).batches(named: "import 1 2")
      try require(.batchesAreTheItems, batches.flatMap(\.items) == items, shown)
      for batch in batches {
        var json = JSONWriter()
        Request.command(.setItems(batch)).write(to: &json, id: nil)
        let isSame =
          (try? RequestLine(parsing: json.bytes).request.get()) == .command(.setItems(batch))
        try require(
          .batchesAreTheItems, isSame && json.bytes.count < longest,
          "\(shown) and \(Corpus.line(of: json.bytes))")
      }
    }
  }

  private func examineChanges(of file: ItemFile, _ shown: String) throws(Violation) {
    var before = ItemFields(
      gtin: "", name: "=Before", policy: "any", checks: ["expired": "off", "recalled": "note"])
    for item in file.items {
      before.gtin = item.gtin
      let set = item.setting(file.columns, of: before)
      let isSet = ItemColumn.allCases.allSatisfy { column in
        column.cell(of: set) == column.cell(of: file.columns.contains(column) ? item : before)
      }
      try require(.changesAreShown, isSet, "\(shown): \(set)")
      let lines = [ItemChange(set, before: before), ItemChange(item, before: nil)].map(\.line)
      for line in lines {
        let isShown = line.map { $0.isVisible && $0.contains(item.gtin) } ?? (set == before)
        try require(.changesAreShown, isShown, "\(shown): \(line ?? "")")
      }
      try require(.changesAreShown, ItemChange(item, before: item).line == nil, shown)
      before = item
    }
  }

  /// The planted defect: a cell with one quotation mark. Only the module checks that it stands twice in
  /// a cell in quotation marks.
  private func plantQuotedMark(_ rows: [[String]], in input: [UInt8]) throws(Violation) {
    let marks = rows.joined().lazy.map { $0.utf8.count { $0 == UInt8(ascii: "\"") } }
    try plant(marks.contains(1), in: input)
  }
}

extension Allowance {
  /// A line of one byte is a row, and a cell of a header one name to look for: 2 µs.
  fileprivate static let table = Allowance(fixed: 2_000_000, perByte: 2000)
}

/// The items as bytes, as text that Unicode holds for equal is not the same.
private func json(_ items: [ItemFields]) -> [UInt8] {
  var json = JSONWriter()
  for item in items { item.write(to: &json) }
  return json.bytes
}

/// True for 14 digits, the last of which is the check digit of the others.
private func isGTIN14(_ text: String) -> Bool {
  let digits = text.utf8.map { Int($0) - 0x30 }
  guard digits.count == 14, digits.allSatisfy({ 0...9 ~= $0 }) else { return false }
  return digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 3 : 1) } % 10 == 0
}

extension String {
  /// True for one line of at most 200 bytes.
  fileprivate var isPlainName: Bool {
    utf8.count <= 200 && !isEmpty
      && unicodeScalars.allSatisfy { $0.value > 0x1F && !(0x7F...0x9F ~= $0.value) }
  }
}
