// SPDX-License-Identifier: Apache-2.0

// A connection that has ended is charged to its user until its last work elsewhere has ended, too. Otherwise a
// client could ask for much, leave, come again, and have any amount of work waiting.

import Wire

/// The charges for one connection; used on the event loop alone.
final class Holdings {
  private var connection: Charge?
  private var bytes: Charge?
  private let freeRequestBytes: Int
  private var waitingBytes = 0
  private var askingBytes = 0
  private var writingBytes = 0
  /// The pieces of work that others are doing for the connection.
  private var works = 0
  private var isEnded = false

  /// Charges a connection to its user.
  ///
  /// - Throws: `quota-exceeded`.
  init(
    of peer: Peer, in ledger: Ledger, _ limits: FeedLimits
  ) throws(RequestError) {
    freeRequestBytes = limits.freeRequestBytes
    let account = Account(peer)
    connection = try ledger.charge(1, of: .connections, to: account)
    bytes = try ledger.charge(0, of: .bytes, to: account)
  }

  /// Notes the bytes of requests that wait to be looked at.
  ///
  /// - Throws: `quota-exceeded`.
  func waiting(_ count: Int) throws(RequestError) {
    let grows = count > waitingBytes
    waitingBytes = count
    // Every connection has room for a short request, so that nobody's are refused for the bytes of others.
    if grows, count + askingBytes > freeRequestBytes {
      try bytes?.resize(to: total)
    } else {
      bytes?.force(to: total)
    }
  }

  /// Notes the bytes of the request that is being answered, and of those behind it.
  func asking(_ count: Int, waiting: Int) {
    askingBytes = count
    waitingBytes = waiting
    bytes?.force(to: total)
  }

  /// Notes that bytes are being written.
  func writing(_ count: Int) {
    writingBytes += count
    bytes?.force(to: total)
  }

  /// Notes that bytes have been written.
  func written(_ count: Int) {
    writingBytes -= count
    bytes?.force(to: total)
  }

  /// Notes that others do something for the connection.
  func beginWork() {
    works += 1
  }

  /// Notes that they have done it.
  func endWork() {
    works -= 1
    releaseIfDone()
  }

  /// Notes that the connection has ended.
  func end() {
    isEnded = true
    releaseIfDone()
  }

  private var total: Int { waitingBytes + askingBytes + writingBytes }

  private func releaseIfDone() {
    guard isEnded, works == 0 else { return }
    connection = nil
    bytes = nil
  }
}
