// SPDX-License-Identifier: Apache-2.0

/// A symbology identifier, `]` and two characters before the data (ISO/IEC 15424).
public struct SymbologyIdentifier: Sendable, Hashable {
  private let symbology: UInt8
  private let modifier: UInt8

  /// The length of an identifier in bytes.
  static var length: Int { 3 }

  /// The identifier at `start` of the data, or nil if there is none.
  @inline(__always)
  init?(in data: Span<UInt8>, at start: Int) {
    guard data.count - start >= Self.length, data[start] == 0x5D else { return nil }
    let symbology = data[start + 1]
    let modifier = data[start + 2]
    let isLetter = symbology | 0x20 >= 0x61 && symbology | 0x20 <= 0x7A
    let isModifier =
      modifier.digitValue < 10 || (modifier | 0x20 >= 0x61 && modifier | 0x20 <= 0x7A)
    guard isLetter, isModifier else { return nil }
    self.symbology = symbology
    self.modifier = modifier
  }

  /// The identifier as it is sent, such as `]C1`.
  public var text: String {
    String(decoding: [0x5D, symbology, modifier], as: UTF8.self)
  }

  /// The content of a symbol with this identifier.
  enum Carrier: Equatable {
    /// Element strings.
    case elementStrings
    /// The digits of an EAN/UPC symbol.
    case eanUPC
    /// The 14 digits of an ITF-14 symbol.
    case itf14
    /// Text, or a URI.
    case plain
    /// Nothing that GS1 defines.
    case other
  }

  /// The content of the symbol (GS1 General Specifications, section 5.1.3).
  var carrier: Carrier {
    switch (symbology, modifier) {
    case (0x43, 0x31), (0x65, 0x30), (0x64, 0x32), (0x51, 0x33), (0x4A, 0x31):
      .elementStrings  // ]C1 ]e0 ]d2 ]Q3 ]J1
    case (0x45, 0x30), (0x45, 0x34):
      .eanUPC  // ]E0 ]E4
    case (0x64, 0x31), (0x51, 0x31), (0x4A, 0x30):
      .plain  // ]d1 ]Q1 ]J0
    default:
      .other
    }
  }

  /// The content of the symbol for tolerant reading, which knows further GS1 carriers.
  var tolerantCarrier: Carrier {
    switch (symbology, modifier) {
    case (0x65, 0x31): .elementStrings  // ]e1: the second packet of a composite
    case (0x64, 0x35), (0x51, 0x34), (0x4A, 0x34), (0x7A, 0x31):
      .elementStrings  // ]d5 ]Q4 ]J4 ]z1: FNC1 comes first, though GS1 does not use such symbols
    case (0x45, 0x33): .eanUPC  // ]E3: with an add-on symbol
    case (0x49, 0x30), (0x49, 0x31): .itf14  // ]I0 ]I1
    default: carrier == .other ? .plain : carrier
    }
  }

  /// True for an EAN-8 symbol.
  var isEAN8: Bool { symbology == 0x45 && modifier == 0x34 }

  /// True for an EAN-13 or UPC symbol with an add-on.
  var hasAddOn: Bool { symbology == 0x45 && modifier == 0x33 }

  /// True for the 2D component of a composite symbol.
  var isComposite: Bool { symbology == 0x65 && (modifier == 0x30 || modifier == 0x31) }
}

extension SymbologyIdentifier: CustomStringConvertible {
  /// The identifier as it is sent.
  public var description: String { text }
}
