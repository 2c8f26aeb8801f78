// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes

/// A set of keys (EVIOCGKEY), and the state of the Caps Lock light if known (EVIOCGLED).
public struct KeySet: Sendable {
  /// The number of key codes.
  package static let capacity = UInt16(KEY_CNT)

  /// KEY_CNT bits.
  private var words = InlineArray<12, UInt64>(repeating: 0)
  /// True if the Caps Lock light is on; nil if that is not known.
  public var capsLock: Bool?

  /// The empty set.
  public static let none = KeySet()

  /// The set of the keys with these codes.
  public init(_ codes: some Sequence<UInt16> = [], capsLock: Bool? = nil) {
    self.capsLock = capsLock
    for code in codes { insert(code) }
  }

  /// True if the set has the key; false for codes above KEY_MAX.
  public func contains(_ code: UInt16) -> Bool {
    code < Self.capacity && words[Int(code >> 6)] & bit(code) != 0
  }

  /// Adds a key; codes above KEY_MAX are ignored.
  public mutating func insert(_ code: UInt16) {
    if code < Self.capacity { words[Int(code >> 6)] |= bit(code) }
  }

  /// Removes a key.
  public mutating func remove(_ code: UInt16) {
    if code < Self.capacity { words[Int(code >> 6)] &= ~bit(code) }
  }

  /// True if the set has no key.
  public var isEmpty: Bool {
    for index in words.indices where words[index] != 0 { return false }
    return true
  }

  /// The codes in the set, ascending.
  public var codes: [UInt16] {
    var codes: [UInt16] = []
    for index in words.indices {
      var rest = words[index]
      while rest != 0 {
        codes.append(UInt16(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return codes
  }

  private func bit(_ code: UInt16) -> UInt64 { 1 &<< UInt64(code) }
}

extension KeySet: Equatable {
  /// True if both have the same keys and the same state of the Caps Lock light.
  public static func == (one: KeySet, other: KeySet) -> Bool {
    for index in one.words.indices where one.words[index] != other.words[index] { return false }
    return one.capsLock == other.capsLock
  }
}
