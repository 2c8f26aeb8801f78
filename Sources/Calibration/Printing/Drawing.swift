// SPDX-License-Identifier: Apache-2.0

/// A page of black rectangles and lines of text. Lengths are millimetres, from the upper left corner.
struct Drawing: Equatable {
  /// A black rectangle.
  struct Rectangle: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  /// A line of text in Helvetica; `y` is its base line.
  struct Text: Equatable {
    var x: Double
    var y: Double
    var size: Double
    var content: String
  }

  /// The width and height of A4 paper.
  static let paper = (width: 210.0, height: 297.0)

  private(set) var rectangles: [Rectangle] = []
  private(set) var texts: [Text] = []

  /// Adds a line of text.
  mutating func write(_ content: String, x: Double, y: Double, size: Double) {
    texts.append(Text(x: x, y: y, size: size, content: content))
  }

  /// Adds a symbol; its modules are `module` wide and `height` high. Dark modules side by side are one
  /// rectangle, so that no reader sees a gap between them.
  mutating func draw(_ symbol: Symbol, x: Double, y: Double, module: Double, height: Double) {
    for (row, modules) in symbol.modules.enumerated() {
      var column = 0
      while let start = modules[column...].firstIndex(of: true) {
        column = modules[start...].firstIndex(of: false) ?? modules.count
        rectangles.append(
          Rectangle(
            x: x + Double(start) * module, y: y + Double(row) * height,
            width: Double(column - start) * module, height: height))
      }
    }
  }
}

/// A number with at most three decimals, and always with a point.
func decimal(_ number: Double) -> String {
  let thousandths = Int((number * 1000).rounded())
  let fraction = String(abs(thousandths % 1000))
  let sign = thousandths < 0 ? "-" : ""
  let padding = String(repeating: "0", count: 3 - fraction.count)
  return "\(sign)\(abs(thousandths / 1000)).\(padding)\(fraction)"
}
