// SPDX-License-Identifier: Apache-2.0

/// The first of many elements and the number of all, so that memory stays bounded.
struct Excerpt<Element> {
  /// The most elements that are kept; nil for all.
  let limit: Int?
  /// The first ones.
  private(set) var elements: [Element] = []
  /// The cursors of all.
  private(set) var cursors: [Int64] = []
  /// The number of all.
  private(set) var count = 0

  /// An empty excerpt.
  init(limit: Int?) {
    self.limit = limit
  }

  /// The number of elements that were not kept.
  var omitted: Int { count - elements.count }

  /// Adds what the record at `cursor` says.
  mutating func append(_ element: Element, cursor: Int64?) {
    count += 1
    if let cursor { cursors.append(cursor) }
    if elements.count < limit ?? .max { elements.append(element) }
  }
}

/// Values by their keys, in the order in which the keys came.
struct Groups<Key: Hashable, Value> {
  private(set) var keys: [Key] = []
  private var values: [Key: Value] = [:]

  /// The keys and their values.
  var pairs: [(key: Key, value: Value)] { keys.map { ($0, values[$0]!) } }

  /// The value of a key.
  subscript(key: Key) -> Value? { values[key] }

  /// Changes the value of a key, which is `new` if there is none yet.
  mutating func update(_ key: Key, new: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
    if values[key] == nil { keys.append(key) }
    change(&values[key, default: new()])
  }
}

extension Groups where Value == Int {
  /// Counts one more.
  mutating func count(_ key: Key) {
    update(key, new: 0) { $0 += 1 }
  }
}
