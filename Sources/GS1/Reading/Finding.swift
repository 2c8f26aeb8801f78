// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with scan data, or remarkable about them, and where it stands.
///
/// Its size is fixed and it holds no text; a sentence is made on demand by `text(of:)`.
public struct Finding: Sendable, Error, Equatable {
  private let start: UInt16
  private let size: UInt16
  /// One more than the index of the AI, or zero.
  private let aiNumber: UInt16
  /// A second place or AI that the sentence needs: its meaning depends on the code.
  let detail: UInt16
  /// What was found; stable, for programs.
  public let code: Code
  /// Leaves no hole, so that a list of findings is cleared at one go.
  private let filler: UInt8 = 0

  /// A finding about a range of the data, cut to 65535 bytes.
  init(_ code: Code, _ ai: ApplicationIdentifier?, _ range: Range<Int>, detail: Int = 0) {
    self.code = code
    self.start = UInt16(truncatingIfNeeded: min(range.lowerBound, Int(UInt16.max)))
    self.size = UInt16(truncatingIfNeeded: min(range.count, Int(UInt16.max)))
    self.aiNumber = ai.map { $0.index + 1 } ?? 0
    self.detail = UInt16(truncatingIfNeeded: detail)
  }

  /// The finding whose bytes are all zero, which lists are filled with.
  @inline(__always)
  init() {
    code = .symbologyMissing
    start = 0
    size = 0
    aiNumber = 0
    detail = 0
  }

  /// The AI concerned, where there is one.
  public var ai: ApplicationIdentifier? {
    aiNumber == 0 ? nil : ApplicationIdentifier(index: aiNumber - 1)
  }

  /// Where it begins, in bytes from the start of the scan data.
  public var offset: Int { Int(start) }

  /// How many bytes of the scan data it covers; 0 where something is missing.
  public var length: Int { Int(size) }

  /// The bytes it covers.
  var range: Range<Int> { offset..<offset + length }
}
