// SPDX-License-Identifier: Apache-2.0

// Items and recalls are in a file of their own, so that they stay when a journal is set aside: a
// recalled lot stays recalled. A recall is never deleted; lifting it adds the time and the user.
// `serial_repeated` and the columns after it are the consequences of an item's own checks.

extension Schema {
  /// Items and recalls: "scni".
  static let items = Schema(
    applicationID: 0x7363_6E69, migrations: [version1OfItems, version2OfItems])

  /// The tables of items and recalls, which a backup holds beside those of the journal.
  static let itemTables = ["item", "recall", "item_history"]

  /// The table of a backup that holds the schema version of `itemTables`. The name is part of the
  /// format of backup files.
  static let itemVersionTable = "ledger"

  private static let version1OfItems = """
    CREATE TABLE item (
      gtin TEXT PRIMARY KEY CHECK (length(gtin) = 14),
      name TEXT,
      policy TEXT NOT NULL CHECK (policy IN ('serial', 'lot', 'both', 'any')),
      serial_repeated TEXT CHECK (serial_repeated IN ('reject', 'note', 'off')),
      lot_conflict TEXT CHECK (lot_conflict IN ('reject', 'note', 'off')),
      expiry_conflict TEXT CHECK (expiry_conflict IN ('reject', 'note', 'off')),
      expired TEXT CHECK (expired IN ('reject', 'note', 'off')),
      recalled TEXT CHECK (recalled IN ('reject', 'note', 'off')),
      changed INTEGER NOT NULL,
      changed_uid INTEGER NOT NULL,
      changed_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE recall (
      number INTEGER PRIMARY KEY,
      gtin TEXT CHECK (length(gtin) = 14),
      lot TEXT,
      serial TEXT,
      reason TEXT NOT NULL,
      added INTEGER NOT NULL,
      added_uid INTEGER NOT NULL,
      added_by TEXT NOT NULL,
      lifted INTEGER,
      lifted_uid INTEGER,
      lifted_by TEXT,
      CHECK (coalesce(gtin, lot, serial) IS NOT NULL AND (lot IS NULL OR serial IS NULL)),
      CHECK ((lifted IS NULL) = (lifted_uid IS NULL) AND (lifted IS NULL) = (lifted_by IS NULL))
    ) STRICT;
    CREATE INDEX recall_lot ON recall (lot, gtin) WHERE lifted IS NULL AND lot IS NOT NULL;
    CREATE INDEX recall_serial ON recall (serial, gtin)
      WHERE lifted IS NULL AND serial IS NOT NULL;
    CREATE INDEX recall_gtin ON recall (gtin)
      WHERE lifted IS NULL AND lot IS NULL AND serial IS NULL;
    CREATE TRIGGER recall_is_kept BEFORE DELETE ON recall
      BEGIN SELECT RAISE(ABORT, 'a recall is lifted, never deleted'); END;
    """

  /// The history of items; a row without a policy records a removal. The views are for people's own
  /// SQL.
  private static let version2OfItems = """
    CREATE TABLE item_history (
      number INTEGER PRIMARY KEY,
      gtin TEXT NOT NULL,
      name TEXT,
      policy TEXT,
      serial_repeated TEXT,
      lot_conflict TEXT,
      expiry_conflict TEXT,
      expired TEXT,
      recalled TEXT,
      changed INTEGER NOT NULL,
      changed_uid INTEGER NOT NULL,
      changed_by TEXT NOT NULL
    ) STRICT;
    CREATE INDEX item_history_gtin ON item_history (gtin);
    INSERT INTO item_history (gtin, name, policy, serial_repeated, lot_conflict, expiry_conflict,
        expired, recalled, changed, changed_uid, changed_by)
      SELECT gtin, name, policy, serial_repeated, lot_conflict, expiry_conflict, expired, recalled,
        changed, changed_uid, changed_by
      FROM item;
    CREATE TRIGGER item_history_is_kept BEFORE DELETE ON item_history
      BEGIN SELECT RAISE(ABORT, 'what items were is kept'); END;
    CREATE VIEW items AS
      SELECT gtin, name, policy, serial_repeated, lot_conflict, expiry_conflict, expired, recalled,
        \(rfc3339("changed")) AS changed, changed_by
      FROM item;
    CREATE VIEW item_changes AS
      SELECT number, gtin, name, coalesce(policy, 'removed') AS policy, serial_repeated,
        lot_conflict, expiry_conflict, expired, recalled, \(rfc3339("changed")) AS changed,
        changed_by
      FROM item_history;
    CREATE VIEW recalls AS
      SELECT number, gtin, lot, serial, reason, \(rfc3339("added")) AS added, added_by,
        \(rfc3339("lifted")) AS lifted, lifted_by
      FROM recall;
    """
}
