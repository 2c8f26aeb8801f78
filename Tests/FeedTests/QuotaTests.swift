// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Feed

@Suite struct QuotaTests {
  private let root = Account(Peer(uid: 0, isAdministrator: true))

  private func user(_ uid: UInt32) -> Account { Account(Peer(uid: uid, isAdministrator: false)) }

  @Test func oneUserAloneMayHoldHalfOfThatWhichIsNotReserved() {
    var quota = Quota(total: 110, reserve: 10)
    #expect(take(.max, from: &quota, for: user(1)) == 50)
    #expect(quota.limit(of: user(1)) == 50)
  }

  @Test func everyFurtherUserMayHoldHalfOfTheRest() {
    var quota = Quota(total: 110, reserve: 10)
    let taken = (1...6).map { take(.max, from: &quota, for: user($0)) }
    #expect(taken == [50, 25, 12, 6, 3, 2])
  }

  @Test func administratorsMayHoldTheReserveAndAllThatIsFree() {
    var quota = Quota(total: 110, reserve: 10)
    for uid in 1...100 { _ = take(.max, from: &quota, for: user(UInt32(uid))) }
    #expect(take(.max, from: &quota, for: root) >= 10)
    #expect(quota.limit(of: user(200)) == 0)
  }

  @Test func anAdministratorWithinTheReserveTakesNothingFromUsers() {
    var quota = Quota(total: 110, reserve: 10)
    _ = take(10, from: &quota, for: root)
    #expect(quota.limit(of: user(1)) == 50)
    _ = take(10, from: &quota, for: root)
    #expect(quota.limit(of: user(1)) == 45)
  }

  @Test func oneUserWithBothKindsOfConnectionsHasTwoAccounts() {
    var quota = Quota(total: 110, reserve: 10)
    let both = Account(Peer(uid: 1, isAdministrator: true))
    _ = take(50, from: &quota, for: user(1))
    #expect(quota[both] == 0)
    #expect(take(.max, from: &quota, for: both) == 60)
  }

  @Test func nothingIsLeftOfWhatWasGivenBack() {
    var quota = Quota(total: 110, reserve: 10)
    _ = take(20, from: &quota, for: user(1))
    quota.giveBack(20, by: user(1))
    #expect(quota.holders.isEmpty)
    #expect(quota.limit(of: user(2)) == 50)
  }

  @Test func theEndOfAChargeGivesItBack() throws {
    var limits = FeedLimits()
    (limits.connections, limits.reservedConnections) = (4, 0)
    let ledger = Ledger(limits)
    do {
      let first = try ledger.charge(1, of: .connections, to: user(1))
      let second = try ledger.charge(1, of: .connections, to: user(1))
      #expect(ledger.held(.connections, by: user(1)) == first.amount + second.amount)
      #expect(code { _ = try ledger.charge(1, of: .connections, to: user(1)) } == .quotaExceeded)
    }
    #expect(ledger.held(.connections, by: user(1)) == 0)
    #expect(ledger.accounts.isEmpty)
  }

  @Test func anExcessNamesTheResourceTheAmountAndTheUser() {
    let ledger = Ledger(FeedLimits())
    do throws(RequestError) {
      _ = try ledger.charge(1_000, of: .connections, to: user(1001))
      Issue.record("granted")
    } catch {
      #expect(error.text.hasPrefix("The user 1001 holds 0 connections and may hold 512 "))
    }
  }

  /// Takes one after the other, until `count` are taken or no more is granted.
  private func take(_ count: Int, from quota: inout Quota, for account: Account) -> Int {
    var taken = 0
    while taken < count, quota.take(1, for: account) { taken += 1 }
    return taken
  }

  private func code(_ body: () throws -> Void) -> RequestError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? RequestError)?.code
    }
  }
}
