// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Tracking
import Wire

@testable import Journal

// The requests of ItemDatabase for tests that wait for each outcome.
extension ItemDatabase {
  func item(_ gtin: String) throws(JournalError) -> ItemEntry? {
    try outcome { item(gtin, then: $0) }
  }

  func items(after: String = "", limit: Int) throws(JournalError) -> [ItemEntry] {
    try outcome { items(after: after, limit: limit, then: $0) }
  }

  @discardableResult
  func set(_ items: [Item], by author: Author) throws(JournalError) -> ItemChanges {
    try outcome { set(items, by: author, then: $0) }
  }

  func set(
    _ request: Request.SetItems, by author: Author, on connection: UInt64
  ) throws(JournalError) -> ItemChanges? {
    try outcome { set(request, by: author, on: connection, then: $0) }
  }

  @discardableResult
  func remove(_ gtin: String, by author: Author) throws(JournalError) -> Bool {
    try outcome { remove(gtin, by: author, then: $0) }
  }

  func recall(
    _ scopes: [RecallScope], reason: String, by author: Author
  ) throws(JournalError) -> [RecallInfo] {
    try outcome { recall(scopes, reason: reason, by: author, then: $0) }
  }

  func lift(_ number: Int64, by author: Author) throws(JournalError) -> RecallInfo {
    try outcome { lift(number, by: author, then: $0) }
  }

  func recalls(
    after: Int64 = 0, limit: Int, onlyInForce: Bool = false
  ) throws(JournalError) -> [RecallInfo] {
    try outcome { recalls(after: after, limit: limit, onlyInForce: onlyInForce, then: $0) }
  }

  func beginAnew() throws(JournalError) -> SetAside {
    try outcome { beginAnew(then: $0) }
  }
}

/// The outcome that a request tells, however long it takes.
private func outcome<T: Sendable>(
  _ request: (@escaping @Sendable (Result<T, JournalError>) -> Void) -> Void
) throws(JournalError) -> T {
  let told = Mutex<Result<T, JournalError>?>(nil)
  let done = DispatchSemaphore(value: 0)
  request { result in
    told.withLock { $0 = result }
    done.signal()
  }
  done.wait()
  return try told.withLock { $0 }!.get()
}

/// A disk that hangs: the thread of items and recalls waits in it until it is released.
final class HangingItems: Sendable {
  private let gate = DispatchSemaphore(value: 0)

  /// Hangs from when this returns.
  init(_ items: ItemDatabase) {
    let hangs = DispatchSemaphore(value: 0)
    items.perform(
      .change,
      { [gate] _ throws(JournalError) in
        hangs.signal()
        gate.wait()
      }
    ) { _ in }
    hangs.wait()
  }

  func release() { gate.signal() }
}
