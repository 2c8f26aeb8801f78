// SPDX-License-Identifier: Apache-2.0

/// A symbol as dark and light modules.
public struct Symbol: Sendable, Equatable {
  /// The kind of symbol.
  public enum Symbology: Sendable, Equatable {
    /// GS1 DataMatrix.
    case dataMatrix
    /// GS1-128: one row, which is drawn as high as one likes.
    case code128
  }

  /// The kind.
  public let symbology: Symbology
  /// The number of modules in a row.
  public let width: Int
  /// The modules of each row as hexadecimal digits, the first module in the highest bit; one that is set is dark.
  let rows: [String]

  /// The number of rows.
  public var height: Int { rows.count }

  /// The light modules that a scanner needs around the symbol: four for a matrix that a phone reads from a screen,
  /// ten beside bars.
  public var quietZone: Int { symbology == .dataMatrix ? 4 : 10 }

  /// The dark modules, row by row.
  public var modules: [[Bool]] {
    rows.map { row in
      let bits = row.flatMap { digit in
        let value = digit.hexDigitValue ?? 0
        return [8, 4, 2, 1].map { value & $0 != 0 }
      }
      return Array(bits.prefix(width))
    }
  }
}
