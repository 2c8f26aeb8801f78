// SPDX-License-Identifier: Apache-2.0

/// A set of keys, as EVIOCGKEY gives it, and the Caps Lock light where it is known (EVIOCGLED).
public struct KeySet: Sendable {
  /// One more than the highest key code: KEY_CNT.
  static let capacity: UInt16 = 0x300

  private var words = InlineArray<12, UInt64>(repeating: 0)
  /// Whether the Caps Lock light is on; nil where nobody asked the device.
  public var capsLock: Bool?

  /// No key at all.
  public static let none = KeySet()

  /// The keys with these codes.
  public init(_ codes: some Sequence<UInt16> = [], capsLock: Bool? = nil) {
    self.capsLock = capsLock
    for code in codes { insert(code) }
  }

  /// Whether the key with this code is in the set; no code above KEY_MAX is.
  public func contains(_ code: UInt16) -> Bool {
    code < Self.capacity && words[Int(code >> 6)] & bit(code) != 0
  }

  /// Adds a key; a code above KEY_MAX is passed over.
  public mutating func insert(_ code: UInt16) {
    if code < Self.capacity { words[Int(code >> 6)] |= bit(code) }
  }

  /// Takes a key out.
  public mutating func remove(_ code: UInt16) {
    if code < Self.capacity { words[Int(code >> 6)] &= ~bit(code) }
  }

  /// Whether no key is in the set.
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

  private func bit(_ code: UInt16) -> UInt64 { 1 << UInt64(code & 63) }
}

extension KeySet: Equatable {
  /// Whether both hold the same keys and know the same of Caps Lock.
  public static func == (one: KeySet, other: KeySet) -> Bool {
    for index in one.words.indices where one.words[index] != other.words[index] { return false }
    return one.capsLock == other.capsLock
  }
}
