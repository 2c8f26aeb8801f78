// SPDX-License-Identifier: Apache-2.0

// Some properties cannot be changed later on a kiosk in the field, so they are right from the first
// version: auto_vacuum is set before the first table, the newest cursor has a row of its own (a rowid
// would begin at 1 again after all records are deleted), the journal has a uuid, and scan data are a
// BLOB. `body` is the record as it was published, without its cursor; the columns are for queries.

/// The identity of a database file of ours, and its migrations.
struct Schema: Sendable {
  /// The number that identifies the database, also to file(1) (PRAGMA application_id).
  let applicationID: Int
  /// The migrations; each leads from the version that is its index to the next (PRAGMA user_version).
  let migrations: [String]

  /// The version this program writes.
  var version: Int { migrations.count }
}

extension Schema {
  /// The journal: "scnd".
  static let journal = Schema(
    applicationID: 0x7363_6E64, migrations: [version1, version2, version3, version4, version5])

  /// The first version of the journal whose records have sums and hashes.
  static let firstWithSeals = 5

  private static let version1 = """
    CREATE TABLE journal (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      uuid TEXT NOT NULL,
      created INTEGER NOT NULL,
      head INTEGER NOT NULL,
      time INTEGER NOT NULL,
      accepted INTEGER NOT NULL,
      rejected INTEGER NOT NULL,
      incomplete INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE judging (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE record (
      cursor INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      scanner TEXT NOT NULL,
      station TEXT,
      step TEXT,
      verdict TEXT NOT NULL,
      kind TEXT,
      tracking TEXT,
      gtin TEXT,
      lot TEXT,
      serial TEXT,
      sscc TEXT,
      expiry TEXT,
      reasons TEXT NOT NULL,
      notes TEXT NOT NULL,
      judging INTEGER NOT NULL REFERENCES judging (id),
      data BLOB NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX record_serial ON record (serial, gtin) WHERE serial IS NOT NULL;
    CREATE INDEX record_lot ON record (lot) WHERE lot IS NOT NULL;
    CREATE INDEX record_gtin ON record (gtin) WHERE gtin IS NOT NULL;
    CREATE INDEX record_sscc ON record (sscc) WHERE sscc IS NOT NULL;
    """

  /// The scanners that have sent a separator (FNC1, as the byte 0x1D): theirs are not missing.
  private static let version2 = """
    CREATE TABLE separator (
      scanner TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
    INSERT INTO separator
      SELECT DISTINCT scanner FROM record
      WHERE verdict != 'incomplete' AND instr(data, x'1D') > 0;
    """

  /// The indexes for judging, so that a look-up takes a seek or two however many records there are.
  /// Serials come in no order, so every index of them costs each scan a page. One index therefore
  /// serves tracing, repeated serials and their lots. Only accepted records count as earlier scans.
  private static let version3 = """
    DROP INDEX record_serial;
    CREATE INDEX record_serial ON record (serial, gtin, verdict, step, lot)
      WHERE serial IS NOT NULL;
    CREATE INDEX record_lot_expiry ON record (lot, gtin, expiry)
      WHERE verdict = 'accepted' AND lot IS NOT NULL AND expiry IS NOT NULL;
    """

  /// Exceptions and their resolutions, named subscribers, and retention. `hour` has a row for each
  /// cursor at which the hour of the clock changed. So records of a time are found without an index of
  /// all times, even where the clock was set back.
  private static let version4 = """
    ALTER TABLE journal ADD COLUMN oldest INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE journal ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
    UPDATE journal SET open = rejected + incomplete;
    CREATE INDEX record_exception ON record (cursor) WHERE verdict != 'accepted';
    CREATE TABLE resolution (
      cursor INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      uid INTEGER NOT NULL,
      name TEXT NOT NULL,
      note TEXT NOT NULL
    ) STRICT;
    CREATE TABLE subscriber (
      name TEXT PRIMARY KEY,
      uid INTEGER NOT NULL,
      cursor INTEGER NOT NULL,
      created INTEGER NOT NULL,
      seen INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE hour (
      cursor INTEGER PRIMARY KEY,
      hour INTEGER NOT NULL
    ) STRICT;
    INSERT INTO hour
      SELECT cursor, hour FROM (
        SELECT cursor, time / 3600000000 AS hour,
          lag(time / 3600000000) OVER (ORDER BY cursor) AS before
        FROM record)
      WHERE before IS NULL OR before != hour;
    CREATE VIEW records AS
      SELECT cursor, \(rfc3339("time")) AS time, scanner, station, step, verdict, kind, tracking,
        gtin, lot, serial, sscc, expiry, reasons, notes, CAST(data AS TEXT) AS data
      FROM record;
    CREATE VIEW scans AS
      SELECT cursor, time, scanner, station, step, tracking, gtin, lot, serial, sscc, expiry, notes,
        data
      FROM records WHERE verdict = 'accepted';
    CREATE VIEW exceptions AS
      SELECT record.cursor, \(rfc3339("record.time")) AS time, scanner, station, step, verdict,
        reasons, notes, CAST(data AS TEXT) AS data,
        CASE WHEN note IS NULL THEN 'open' ELSE 'resolved' END AS state,
        \(rfc3339("resolution.time")) AS resolved, name AS resolved_by, note AS resolution
      FROM record LEFT JOIN resolution ON resolution.cursor = record.cursor
      WHERE verdict != 'accepted';
    """

  /// The seals of records (Seals/). Every record after the cursor `unsummed` has one. The chain of hashes
  /// begins after the cursor `base`, whose record had the hash `base_hash` (NULL: not known), and ends
  /// in `hash`, that of the newest record.
  private static let version5 = """
    CREATE TABLE seal (
      cursor INTEGER PRIMARY KEY,
      sum INTEGER NOT NULL,
      hash BLOB
    ) STRICT;
    ALTER TABLE journal ADD COLUMN unsummed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE journal ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE journal ADD COLUMN base_hash BLOB DEFAULT x'';
    ALTER TABLE journal ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
    UPDATE journal SET unsummed = head, base = head;
    """
}

/// SQL that formats a column of microseconds as RFC 3339 in UTC.
func rfc3339(_ column: String) -> String {
  "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000000, 'unixepoch') "
    + "|| printf('.%06dZ', \(column) % 1000000)"
}
