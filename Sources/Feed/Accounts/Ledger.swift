// SPDX-License-Identifier: Apache-2.0

// A charge is a value: while it exists, its account holds the amount, and its end gives the amount back. So no
// way out of a connection, however it ends, can forget to do so.

import Wire

/// The resources that clients make the server hold, and who holds them; used on the event loop alone.
final class Ledger {
  /// A resource that is charged to users.
  enum Resource: String {
    /// Open connections.
    case connections
    /// Bytes of requests that were received and are not answered yet, and of answers that the kernel has not
    /// taken yet.
    case bytes
  }

  private var connections: Quota
  private var bytes: Quota

  /// A ledger of which nobody holds anything.
  init(_ limits: FeedLimits) {
    connections = Quota(total: limits.connections, reserve: limits.reservedConnections)
    bytes = Quota(total: limits.bytes, reserve: limits.reservedBytes)
  }

  /// Everybody who holds something.
  var accounts: Set<Account> { Set(connections.holders).union(bytes.holders) }

  /// The amount that an account holds.
  func held(_ resource: Resource, by account: Account) -> Int { self[resource][account] }

  /// The most that an account may hold at present.
  func limit(_ resource: Resource, of account: Account) -> Int {
    self[resource].limit(of: account)
  }

  /// Charges an amount to an account.
  ///
  /// - Throws: `quota-exceeded`.
  func charge(
    _ amount: Int, of resource: Resource, to account: Account
  ) throws(RequestError) -> Charge {
    guard self[resource].take(amount, for: account) else {
      throw excess(of: resource, by: account)
    }
    return Charge(amount, of: resource, to: account, in: self)
  }

  private subscript(resource: Resource) -> Quota {
    get {
      switch resource {
      case .connections: connections
      case .bytes: bytes
      }
    }
    set {
      switch resource {
      case .connections: connections = newValue
      case .bytes: bytes = newValue
      }
    }
  }

  private func excess(of resource: Resource, by account: Account) -> RequestError {
    let noun = resource == .connections ? "connections" : "bytes of requests and answers"
    return RequestError(
      .quotaExceeded,
      "The user \(account.uid) holds \(held(resource, by: account)) \(noun) and may hold "
        + "\(limit(resource, of: account)) while others hold theirs; "
        + "close connections that are not used, or read their answers.")
  }
}

/// An amount that an account holds until this value ends.
struct Charge: ~Copyable {
  private(set) var amount: Int
  private let resource: Ledger.Resource
  private let account: Account
  private let ledger: Ledger

  fileprivate init(
    _ amount: Int, of resource: Ledger.Resource, to account: Account, in ledger: Ledger
  ) {
    self.amount = amount
    self.resource = resource
    self.account = account
    self.ledger = ledger
  }

  deinit {
    ledger.giveBack(amount, of: resource, by: account)
  }

  /// Changes the amount.
  ///
  /// - Throws: `quota-exceeded` if it grows too much; it is as before then.
  mutating func resize(to new: Int) throws(RequestError) {
    try ledger.change(amount, to: new, of: resource, by: account)
    amount = new
  }

  /// Changes the amount whatever the limit is, for what is bounded in another way.
  mutating func force(to new: Int) {
    ledger.force(new - amount, of: resource, on: account)
    amount = new
  }
}

extension Ledger {
  fileprivate func giveBack(_ amount: Int, of resource: Resource, by account: Account) {
    self[resource].giveBack(amount, by: account)
  }

  fileprivate func force(_ amount: Int, of resource: Resource, on account: Account) {
    self[resource].force(amount, on: account)
  }

  fileprivate func change(
    _ old: Int, to new: Int, of resource: Resource, by account: Account
  ) throws(RequestError) {
    if new <= old { return giveBack(old - new, of: resource, by: account) }
    guard self[resource].take(new - old, for: account) else {
      throw excess(of: resource, by: account)
    }
  }
}
