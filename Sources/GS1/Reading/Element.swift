// SPDX-License-Identifier: Apache-2.0

/// One element string: an AI and where its value stands in the scan data.
public struct Element: Sendable, Equatable {
  /// How the bytes of `range` spell the value.
  public enum Form: Sendable, Equatable {
    /// They are the value.
    case verbatim
    /// They lack this many leading zeros: the GTIN-8, -12 or -13 of an EAN/UPC symbol.
    case zeroPadded(Int)
    /// They are the eight digits of a UPC-E symbol, which leaves out zeros inside.
    case zeroSuppressed
    /// They are part of a URI, with percent escapes; in its query a plus sign is a space.
    case percentEncoded(query: Bool)
  }

  private let aiIndex: UInt16
  private let start: UInt16
  private let size: UInt16
  private let spelling: UInt16

  /// The element whose bytes are all zero, which lists are filled with.
  @inline(__always)
  init() {
    aiIndex = 0
    start = 0
    size = 0
    spelling = 0
  }

  /// An element whose bytes are its value.
  @inline(__always)
  init(_ ai: ApplicationIdentifier, _ range: Range<Int>) {
    self.aiIndex = ai.index
    self.start = UInt16(truncatingIfNeeded: range.lowerBound)
    self.size = UInt16(truncatingIfNeeded: range.upperBound - range.lowerBound)
    self.spelling = 0
  }

  /// An element whose bytes spell its value in some form.
  init(_ ai: ApplicationIdentifier, _ range: Range<Int>, _ form: Form) {
    self.aiIndex = ai.index
    self.start = UInt16(truncatingIfNeeded: range.lowerBound)
    self.size = UInt16(truncatingIfNeeded: range.count)
    self.spelling =
      switch form {
      case .verbatim: 0
      case .zeroPadded(let zeros): UInt16(zeros)
      case .zeroSuppressed: 0x100
      case .percentEncoded(let query): query ? 0x201 : 0x200
      }
  }

  /// The AI.
  @inline(__always)
  public var ai: ApplicationIdentifier { ApplicationIdentifier(index: aiIndex) }

  /// The bytes of the value in the scan data.
  @inline(__always)
  public var range: Range<Int> { Int(start)..<Int(start) + Int(size) }

  /// How those bytes spell the value.
  public var form: Form {
    switch spelling {
    case 0: .verbatim
    case 0x100: .zeroSuppressed
    case 0x200, 0x201: .percentEncoded(query: spelling == 0x201)
    default: .zeroPadded(Int(spelling))
    }
  }
}
