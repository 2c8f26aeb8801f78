// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The result of `body` for each item, on so many threads of its own: it spends most of its time
/// waiting, and other tests shall go on meanwhile.
func inParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], threads count: Int, _ body: @escaping @Sendable (Item) -> Result
) async -> [Result] {
  let work = Work<Item, Result>(items)
  await withTaskGroup(of: Void.self) { group in
    for _ in 0..<count {
      group.addTask {
        await withCheckedContinuation { end in
          Thread.detachNewThread {
            while let item = work.next() { work.add(body(item)) }
            end.resume()
          }
        }
      }
    }
  }
  return work.all
}

private final class Work<Item: Sendable, Result: Sendable>: Sendable {
  private let items: Mutex<ArraySlice<Item>>
  private let results = Mutex<[Result]>([])

  init(_ items: [Item]) { self.items = Mutex(items[...]) }

  var all: [Result] { results.withLock { $0 } }

  func next() -> Item? { items.withLock { $0.popFirst() } }

  func add(_ result: Result) { results.withLock { $0.append(result) } }
}
