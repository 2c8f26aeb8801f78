// SPDX-License-Identifier: Apache-2.0

// A connection that has ended is charged to its user until its last work elsewhere has ended, too. Otherwise a
// client could ask for much, leave, come again, and have any amount of work waiting.

import Wire

/// The charges for one connection; used on the event loop alone.
final class Holdings {
  /// The requests that are not answered yet.
  private struct Requests {
    var waitingBytes = 0
    var askingBytes = 0
    /// True if the kernel may hold further requests. A client that was granted room there keeps it until it has
    /// asked everything: it is not refused in the midst of it because another connection has come in between.
    var hasBacklog = false

    var bytes: Int { waitingBytes + askingBytes + (hasBacklog ? Holdings.bytesInKernel : 0) }

    mutating func setWaiting(_ count: Int) {
      waitingBytes = count
      if count >= Holdings.requestsAhead { hasBacklog = true }
      if count == 0 { hasBacklog = false }
    }
  }

  private var connection: Charge?
  private var bytes: Charge?
  private let freeRequestBytes: Int
  private var requests = Requests()
  private var followingBytes = 0
  private var streamingBytes = 0
  private var writingBytes = 0
  /// The pieces of work that others are doing for the connection.
  private var works = 0
  private var isEnded = false

  /// The bytes of requests that are read while another one is being answered.
  static let requestsAhead = Request.maximumLength
  /// The bytes of further requests that the kernel then holds for the client (net.core.wmem_default, socket(7)).
  private static let bytesInKernel = 212_992

  /// The memory that a request takes once it is parsed, as a multiple of its bytes: filters become sets.
  private static let parsedSize = 3

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
    var requests = requests
    requests.setWaiting(count)
    try settle(requests)
  }

  /// Notes that a request of so many bytes is being answered, and the bytes of those that wait behind it.
  ///
  /// - Throws: `quota-exceeded`.
  func asking(_ count: Int, waiting: Int) throws(RequestError) {
    var requests = requests
    requests.askingBytes = Self.parsedSize * count
    requests.setWaiting(waiting)
    try settle(requests)
  }

  /// Notes that the request is answered.
  func answered() {
    requests.askingBytes = 0
    bytes?.force(to: total)
  }

  /// Notes that the request has become a follow, which keeps its filters.
  func following() {
    followingBytes = requests.askingBytes
    answered()
  }

  /// Notes the bytes that the stream of the connection takes; the number of streams is limited by its source.
  func streaming(_ count: Int) {
    streamingBytes = count
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

  private var total: Int { requests.bytes + followingBytes + streamingBytes + writingBytes }

  /// Charges requests; what is refused is not charged, so that it does not count against others of the user.
  private func settle(_ new: Requests) throws(RequestError) {
    let total = total - requests.bytes + new.bytes
    // Every connection has room for a short request, so that nobody's are refused for the bytes of others.
    if new.waitingBytes + new.askingBytes <= freeRequestBytes {
      bytes?.force(to: total)
    } else {
      try bytes?.resize(to: total)
    }
    requests = new
  }

  private func releaseIfDone() {
    guard isEnded, works == 0 else { return }
    connection = nil
    bytes = nil
  }
}
