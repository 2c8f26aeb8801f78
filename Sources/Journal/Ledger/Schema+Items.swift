// SPDX-License-Identifier: Apache-2.0

// Items and recalls are in a file of their own, so that a journal that is set aside takes none of
// them with it: a recalled lot stays recalled. A recall is never deleted; lifting it says when and
// by whom. `serial_repeated` and its neighbours are what an item's own checks lead to.

extension Schema {
  /// Items and recalls: "scni".
  static let items = Schema(applicationID: 0x7363_6E69, migrations: [version1OfItems])

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
}
