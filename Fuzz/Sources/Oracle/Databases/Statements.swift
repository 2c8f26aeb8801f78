// SPDX-License-Identifier: Apache-2.0

// Inputs name these by their places: add new ones at the end.

/// Statements of somebody who may write the file.
let statements: [String] = settings + records + seals + items + schemas

private let settings = [
  "ANALYZE", "VACUUM", "PRAGMA user_version = -1", "PRAGMA user_version = 1",
  "PRAGMA user_version = 4", "PRAGMA user_version = 6", "PRAGMA user_version = 77",
  "PRAGMA application_id = 7", "PRAGMA application_id = 0", "PRAGMA journal_mode = WAL",
  "PRAGMA default_cache_size = 2147483647", "PRAGMA incremental_vacuum",
  "PRAGMA auto_vacuum = NONE; VACUUM", "PRAGMA page_size = 512; VACUUM",
  "PRAGMA page_size = 65536; VACUUM",
  "ANALYZE; UPDATE sqlite_stat1 SET stat = '99999999999999999999 -1 x unordered noskipscan sz=0'",
  "ANALYZE; INSERT INTO sqlite_stat1 VALUES ('record', 'record', zeroblob(9)), ('x', 'y', '1 1')",
]

private let records = [
  "DELETE FROM record", "DELETE FROM record WHERE cursor = 1",
  "DELETE FROM record WHERE cursor = 9",
  "DELETE FROM record WHERE cursor = 24", "DELETE FROM record WHERE cursor > 12",
  "UPDATE record SET cursor = cursor + 100", "UPDATE record SET cursor = -5 WHERE cursor = 5",
  "UPDATE record SET lot = 'X' WHERE cursor IN (7, 8)", "UPDATE record SET body = data",
  "DELETE FROM journal", "DELETE FROM hour", "INSERT INTO hour VALUES (25, 5)",
  "INSERT INTO hour VALUES (-1, 5), (3, -9223372036854775808)", "DELETE FROM judging",
  "DELETE FROM subscriber", "DELETE FROM resolution", "INSERT INTO separator VALUES ('x')",
  "INSERT INTO resolution SELECT cursor, 1, 2, 'x', 'y' FROM record WHERE cursor != 5",
  "UPDATE journal SET head = 9, accepted = 9, rejected = 0", "UPDATE journal SET oldest = 9",
  "DELETE FROM record WHERE cursor < 9; UPDATE journal SET oldest = 9",
  "DELETE FROM record; UPDATE journal SET oldest = 25",
  "DELETE FROM record; UPDATE journal SET head = 9007199254740992, oldest = 9007199254740993",
]

private let seals = [
  "DELETE FROM seal", "DELETE FROM seal WHERE cursor = 9", "DELETE FROM seal WHERE cursor > 20",
  "UPDATE seal SET sum = sum + 1 WHERE cursor = 9", "UPDATE seal SET sum = sum + (1 << 32)",
  "UPDATE seal SET hash = zeroblob(32) WHERE cursor = 9", "UPDATE seal SET hash = NULL",
  "INSERT INTO seal VALUES (25, 0, NULL)", "INSERT INTO seal VALUES (-7, 0, x'')",
  "UPDATE journal SET unsummed = 24", "UPDATE journal SET unsummed = 5, base = 5",
  "UPDATE journal SET base = 24, base_hash = hash", "UPDATE journal SET base = 7, base_hash = NULL",
  "UPDATE journal SET hash = zeroblob(32)", "UPDATE journal SET hash = x''",
  "DELETE FROM seal; UPDATE journal SET unsummed = 24, base = 24",
]

private let items = [
  "DELETE FROM ledger", "UPDATE ledger SET version = 99", "UPDATE ledger SET version = 1",
  "INSERT INTO ledger VALUES (2)", "INSERT INTO item SELECT * FROM item",
  "UPDATE item SET policy = 'none'", "UPDATE recall SET lot = NULL", "DELETE FROM item_history",
  "UPDATE recall SET lifted = 1", "DROP TRIGGER recall_is_kept; DELETE FROM recall",
  "INSERT INTO recall SELECT number + 1, gtin, 'L2', NULL, reason, 0, 0, '', 1, 1, '' FROM recall",
]

private let schemas = [
  "CREATE TRIGGER t BEFORE INSERT ON record BEGIN SELECT RAISE(IGNORE); END",
  "CREATE TRIGGER t AFTER UPDATE ON journal BEGIN DELETE FROM record; END",
  "CREATE TRIGGER t BEFORE UPDATE ON recall BEGIN SELECT RAISE(IGNORE); END",
  "CREATE UNIQUE INDEX u ON record (scanner) WHERE cursor > 24",
  "CREATE INDEX u ON record (hex(zeroblob(9)) || body)", "CREATE VIEW v AS SELECT 1",
  "CREATE TABLE \"a\n\u{1B}[2JWATCHDOG=trigger\" (x)",
  "CREATE TABLE t (x PRIMARY KEY, y AS (randomblob(1000000000)))",
  "CREATE VIRTUAL TABLE t USING fts5 (x)", "CREATE VIRTUAL TABLE t USING rtree (id, a, b)",
  "ALTER TABLE record RENAME TO x; CREATE VIEW record AS SELECT * FROM x",
  "ALTER TABLE recall RENAME TO x; CREATE VIEW recall AS SELECT * FROM x WHERE lot != 'L1'",
  "DROP TABLE item; CREATE VIEW item AS \(endless) SELECT i AS gtin FROM n",
  "DROP TABLE hour; CREATE VIEW hour AS \(endless) SELECT i AS cursor, i AS hour FROM n",
  "DROP VIEW scans; CREATE VIEW scans AS \(endless) SELECT * FROM n",
  "DROP TABLE seal", "DROP TABLE subscriber", "DROP TABLE hour", "DROP TABLE ledger",
  "DROP TABLE item_history", "DROP INDEX record_lot", "DELETE FROM sqlite_schema",
  "ALTER TABLE item ADD COLUMN x", "ALTER TABLE record ADD COLUMN x AS (abs(random()))",
  "ALTER TABLE item DROP COLUMN name; ALTER TABLE item ADD COLUMN name AS (gtin)",
  "UPDATE sqlite_schema SET sql = replace(sql, 'body BLOB', 'body ANY CHECK (cursor < 25), z BLOB')",
  "UPDATE sqlite_schema SET sql = replace(sql, 'CREATE ', 'CREATE TEMP ') WHERE type = 'view'",
  "UPDATE sqlite_schema SET sql = upper(sql) WHERE name = 'hour'",
  "UPDATE sqlite_schema SET sql = NULL WHERE name = 'record_gtin'",
  "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'seal'",
  "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'record'",
  "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'hour') "
    + "WHERE name = 'journal'",
  "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema",
  "INSERT INTO sqlite_schema SELECT 'table', name || 'x', name || 'x', 0, sql FROM sqlite_schema",
]

private let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
