// SPDX-License-Identifier: Apache-2.0

/// Connections, in an order in which their users take turns.
struct ConnectionsByUser {
  private var users: [Account: [Connection]] = [:]

  /// True if there is none.
  var isEmpty: Bool { users.isEmpty }

  /// The connections of an account.
  func connections(of account: Account) -> [Connection] { users[account] ?? [] }

  /// Adds a connection.
  mutating func add(_ connection: Connection, of peer: Peer) {
    users[Account(peer), default: []].append(connection)
  }

  /// Removes a connection.
  mutating func remove(_ connection: Connection, of peer: Peer) {
    let account = Account(peer)
    users[account]?.removeAll { $0 === connection }
    if users[account]?.isEmpty == true { users[account] = nil }
  }

  /// Calls `body` with one connection of each user, then with the next one of each user, and so on.
  func forEachInTurns(_ body: (Connection) -> Void) {
    var turn = 0
    var users = Array(users.values)
    while !users.isEmpty {
      for connections in users { body(connections[turn]) }
      turn += 1
      users.removeAll { $0.count <= turn }
    }
  }
}
