// SPDX-License-Identifier: Apache-2.0

// Inputs name these by their places: add new ones at the end.

/// Numbers as a file holds them: in page numbers, offsets, lengths and varints.
let evilNumbers: [[UInt8]] = [
  [0], [1], [0x7F], [0x80], [0xFF], [0, 0], [0, 1], [0xFF, 0xFF], [0x7F, 0xFF], [0x80, 0],
  [0, 0, 0, 0], [0, 0, 0, 1], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF],
  [0, 0, 0, 2], [0, 0, 0, 5], [0, 0, 0, 10], [0, 0, 0x10, 0],
  [0x7F] + Array(repeating: 0xFF, count: 7), [0x80] + Array(repeating: 0, count: 7),
  Array(repeating: 0xFF, count: 8), Array(repeating: 0xFF, count: 9), [0x81, 0x80, 0], [2, 2],
]

/// Values that no column of a sound database has, or only some.
let evilValues: [SQLValue] =
  [
    .null, .integer(0), .integer(1), .integer(-1), .integer(24), .integer(25), .integer(9),
    .integer(1 << 53), .integer(1 << 53 + 1), .integer(.max), .integer(.min), .integer(1 << 31),
    .real(1e300), .real(0.5), .real(-.infinity),
  ] + texts.map { .text($0) } + blobs.map { .blob($0) }

private let texts: [[UInt8]] = [
  [], [0], Array("a\0b".utf8), [0xFF, 0xC0, 0x80], Array("accepted".utf8), Array("serial".utf8),
  Array("yesterday".utf8), Array("\u{1B}[2J\nWATCHDOG=trigger".utf8), Array("\u{202E}\u{301}".utf8),
  Array("9".utf8), Array(SoundState.gtin.utf8), Array(repeating: 0x61, count: 5000),
  Array(repeating: 0xED, count: 70_000), Array("{\"time\":".utf8),
]

private let blobs: [[UInt8]] = [
  [], [0], Array(repeating: 0, count: 16), Array(repeating: 0, count: 32),
  Array(repeating: 0xFF, count: 33), Array("{}".utf8), Array(repeating: 0x7B, count: 100_000),
]

/// The columns that are changed.
let columns: [Column] = [
  ("journal", "id uuid created head time accepted rejected incomplete oldest open unsummed base"),
  ("journal", "base_hash hash"),
  ("record", "cursor time scanner station step verdict kind tracking gtin lot serial sscc expiry"),
  ("record", "reasons notes judging data body"),
  ("seal", "cursor sum hash"), ("hour", "cursor hour"), ("separator", "scanner"),
  ("judging", "id text"), ("resolution", "cursor time uid name note"),
  ("subscriber", "name uid cursor created seen"),
  ("item", "gtin name policy serial_repeated lot_conflict expired recalled changed changed_uid"),
  ("item", "changed_by"),
  ("recall", "number gtin lot serial reason added added_uid added_by lifted lifted_uid lifted_by"),
  ("item_history", "number gtin name policy recalled changed changed_uid changed_by"),
  ("ledger", "version"), ("sqlite_schema", "type name tbl_name rootpage sql"),
].flatMap { table, names in
  names.split(separator: " ").map { Column(table: table, name: String($0)) }
}
