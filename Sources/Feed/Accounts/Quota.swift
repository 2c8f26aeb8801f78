// SPDX-License-Identifier: Apache-2.0

// A fixed limit for each user would be either too small for a machine with one program or too large for
// one with several hostile users. So a user may hold at most half of what the others leave: one user alone
// gets half of everything, the next one half of the rest, and so on. There is always room for one more
// user. dbus-broker divides its resources in this way.

/// The amounts of one resource that accounts hold, and the rule by which more is granted.
struct Quota {
  /// All there is.
  let total: Int
  /// The part of it that only administrators may use.
  let reserve: Int
  private var held: [Account: Int] = [:]
  private var heldInAll = 0
  private var heldByAdministrators = 0

  /// A quota of which nobody holds anything.
  init(total: Int, reserve: Int) {
    self.total = total
    self.reserve = min(reserve, total)
  }

  /// The amount that an account holds.
  subscript(account: Account) -> Int { held[account] ?? 0 }

  /// The accounts that hold something.
  var holders: Dictionary<Account, Int>.Keys { held.keys }

  /// The most that an account may hold at present.
  func limit(of account: Account) -> Int {
    let free = total - heldInAll + self[account]
    if account.isAdministrator { return free }
    // The part of the reserve that administrators do not use is kept free for them.
    return max(0, free - max(0, reserve - heldByAdministrators)) / 2
  }

  /// Grants an amount, if the account's limit allows it.
  ///
  /// - Returns: false if it does not; nothing is changed then.
  mutating func take(_ amount: Int, for account: Account) -> Bool {
    guard amount == 0 || self[account] + amount <= limit(of: account) else { return false }
    force(amount, on: account)
    return true
  }

  /// Charges an amount whatever the limit is.
  mutating func force(_ amount: Int, on account: Account) {
    change(by: amount, account)
  }

  /// Takes an amount back.
  mutating func giveBack(_ amount: Int, by account: Account) {
    change(by: -amount, account)
  }

  private mutating func change(by amount: Int, _ account: Account) {
    let now = self[account] + amount
    held[account] = now == 0 ? nil : now
    heldInAll += amount
    if account.isAdministrator { heldByAdministrators += amount }
  }
}
