// SPDX-License-Identifier: Apache-2.0

// A database is one of ours if its schema is: every table, index, view and trigger, word for word. A
// trigger more could keep records out, an index more refuse them, a view in the place of a table never
// end. The expected schema has no list of its own: the migrations are run in memory.

import CSQLite
import Synchronization

/// The objects of a database, as SQLite writes them down (sqlite_schema).
struct DatabaseShape: Sendable, Equatable {
  /// A table, an index, a view or a trigger.
  struct Object: Sendable, Hashable {
    /// `table`, `index`, `view` or `trigger`.
    let type: String
    /// Its name.
    let name: String
    /// The table that it belongs to.
    let table: String
    /// The statement that made it; empty for an index that SQLite makes by itself.
    let sql: String
  }

  /// The objects.
  private(set) var objects: Set<Object> = []

  /// True if there are none.
  var isEmpty: Bool { objects.isEmpty }

  /// Adds an object; false if it was there already.
  mutating func add(_ object: Object) -> Bool { objects.insert(object).inserted }

  /// The shape without these tables, and without what ANALYZE makes.
  func without(_ tables: [Object]) -> DatabaseShape {
    var rest = self
    rest.objects.subtract(tables + Self.statistics)
    return rest
  }

  /// A sentence about an object that is not as in `expected`; nil if there is none.
  func difference(from expected: DatabaseShape) -> String? {
    if let missing = first(of: expected.objects.subtracting(objects)) {
      let state =
        objects.contains { $0.name == missing.name } ? "not as scand makes it" : "missing"
      return "the \(missing.type) \(missing.name) is \(state)"
    }
    return first(of: objects.subtracting(expected.objects)).map {
      "the \($0.type) \($0.name) is none of scand's"
    }
  }

  private func first(of objects: Set<Object>) -> Object? {
    objects.min { ($0.type, $0.name) < ($1.type, $1.name) }
  }

  /// The tables that an administrator's ANALYZE leaves; the planner alone reads them.
  private static let statistics = [
    ("sqlite_stat1", "tbl,idx,stat"), ("sqlite_stat4", "tbl,idx,neq,nlt,ndlt,sample"),
  ].map { name, columns in
    Object(type: "table", name: name, table: name, sql: "CREATE TABLE \(name)(\(columns))")
  }
}

extension Database {
  /// The most objects that are read; a database of ours has some dozens.
  private static let mostObjects = 1000

  /// The objects of the database.
  func shape() throws(JournalError) -> DatabaseShape {
    let rows = try prepare("SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema")
    var shape = DatabaseShape()
    var roots: Set<Int64> = []
    while shape.objects.count < Self.mostObjects, try rows.step() {
      let object = DatabaseShape.Object(
        type: rows.text(0) ?? "", name: rows.text(1) ?? "", table: rows.text(2) ?? "",
        sql: rows.text(3) ?? "")
      let root = rows.integer(4)
      guard shape.add(object), root == 0 || roots.insert(root).inserted else {
        throw damage("the \(object.type) \(object.name) is there twice")
      }
    }
    return shape
  }
}

extension Schema {
  /// The shape of a database of a version, from 1 on; it is made once, in memory.
  func shape(of version: Int) throws(JournalError) -> DatabaseShape {
    let key = "\(applicationID) \(version)"
    if let known = shapes.withLock({ $0[key] }) { return known }
    let database = try Database(
      path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    try database.migrate(to: self, upTo: version)
    let shape = try database.shape()
    shapes.withLock { $0[key] = shape }
    return shape
  }

  /// The version that has this shape; nil if none has.
  func version(of shape: DatabaseShape) throws(JournalError) -> Int? {
    for known in 1...version where try self.shape(of: known) == shape { return known }
    return nil
  }
}

/// The shapes that were made, by application id and version.
private let shapes = Mutex<[String: DatabaseShape]>([:])
