// SPDX-License-Identifier: Apache-2.0

/// The open connections, by user.
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

  /// Calls `body` with each connection.
  func forEach(_ body: (Connection) -> Void) {
    for connections in users.values { connections.forEach(body) }
  }
}
