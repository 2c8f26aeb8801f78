// SPDX-License-Identifier: Apache-2.0

// An input is a program: a letter for the file, then edits, each a digit and its arguments.
//
//   @ A B C    the backup, the journal, the items, the journal for its verification
//   0 PPOO N…  N bytes (1 to 8) at an offset of a page; a page is one byte, an offset two
//   1 POO B    flips a bit
//   2 POO POO NN   copies so many bytes to the second place
//   3 POO V    a big-endian number of `evilNumbers`, as a varint or of 1, 2, 4 or 8 bytes
//   4 POO      cuts the file off there
//   5 N B      adds N times 512 bytes
//   6 S        a statement of `statements`
//   7 C R V    a value of `evilValues` in a column of `columns`, in the row R
//
// `!` is the first statement, column, row and value, `"` the second one.

/// The bytes of an input, taken one by one; zero after the end.
struct Program {
  private var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) { rest = input[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() -> Int { Int(rest.popFirst() ?? 0) }

  /// An index below `count`.
  mutating func index(below count: Int) -> Int { (byte() &+ 256 - 0x21) % 256 % count }

  /// An offset in a file of `count` bytes.
  mutating func offset(in count: Int) -> Int {
    let page = byte() % max(1, count / 4096)
    return min(page * 4096 + (byte() << 8 | byte()) % 4096, count - 1)
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(byte()) } }
}

extension [UInt8] {
  /// The most edits of one input.
  private static let mostEdits = 16

  /// This file with the edits of a program.
  func edited(by program: inout Program) -> [UInt8] {
    var file = self
    for _ in 0..<Self.mostEdits where !program.isAtEnd { file.edit(&program) }
    return file
  }

  private mutating func edit(_ program: inout Program) {
    let kind = program.byte() % 8
    if isEmpty { return }
    switch kind {
    case 0:
      let place = program.offset(in: count)
      overwrite(place, program.bytes(program.byte() % 8 + 1))
    case 1:
      let place = program.offset(in: count)
      self[place] ^= 1 << UInt8(program.byte() % 8)
    case 2:
      let (from, to) = (program.offset(in: count), program.offset(in: count))
      let length = Swift.min((program.byte() << 8 | program.byte()) % 4097, count - from)
      overwrite(to, Array(self[from..<from + length]))
    case 3:
      let place = program.offset(in: count)
      overwrite(place, evilNumbers[program.index(below: evilNumbers.count)])
    case 4: removeLast(count - program.offset(in: count))
    case 5:
      let length = program.byte() * 512
      append(contentsOf: repeatElement(UInt8(program.byte()), count: length))
    case 6: change { $0.run(statements[program.index(below: statements.count)]) }
    default:
      let column = columns[program.index(below: columns.count)]
      let row = program.index(below: 32)
      let value = evilValues[program.index(below: evilValues.count)]
      changeLoosely(column.table) { database in
        database.number(column.update(row), value)
      }
    }
  }

  private mutating func overwrite(_ place: Int, _ bytes: [UInt8]) {
    let end = Swift.min(count, place + bytes.count)
    replaceSubrange(place..<end, with: bytes.prefix(end - place))
  }

  /// Has SQLite change the file.
  private mutating func change(_ work: (PlainDatabase) -> Void) {
    let place = TemporaryPlace()
    let path = place.path + "/file"
    place.write(self, to: path)
    do {
      // The last connection moves the content of the log into the file.
      let database = PlainDatabase(path)
      work(database)
    }
    self = place.read(path)
  }

  /// Has SQLite change the file while a table is neither strict nor checked.
  private mutating func changeLoosely(_ table: String, _ work: (PlainDatabase) -> Void) {
    change { database in
      database.run(
        """
        CREATE TEMP TABLE kept AS SELECT rowid AS id, sql FROM main.sqlite_schema
          WHERE name = '\(table)';
        UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT, ', ''), 'STRICT', '')
          WHERE name = '\(table)';
        PRAGMA writable_schema = RESET; PRAGMA writable_schema = ON;
        PRAGMA ignore_check_constraints = ON;
        """)
      work(database)
      database.run(
        """
        PRAGMA writable_schema = ON;
        UPDATE main.sqlite_schema SET sql = (SELECT sql FROM kept) WHERE name = '\(table)';
        """)
    }
  }
}

/// A column of a table that is changed.
struct Column {
  let table, name: String

  /// SQL that sets the value in a row; in a table without row ids, in all of them.
  func update(_ row: Int) -> String {
    let rows =
      ["separator", "subscriber", "item"].contains(table)
      ? "" : " WHERE rowid = (SELECT rowid FROM \(table) LIMIT 1 OFFSET \(row))"
    return "UPDATE \(table) SET \(name) = ?\(rows)"
  }
}
