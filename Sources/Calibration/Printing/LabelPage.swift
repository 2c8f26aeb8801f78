// SPDX-License-Identifier: Apache-2.0

/// The page of calibration labels to print.
public enum LabelPage {
  /// The width of a module of the matrix and of the bars, which every scanner can resolve.
  private static let module = (matrix: 0.8, bars: 0.42)
  private static let left = 20.0

  /// The page as an SVG image.
  public static var svg: String { drawing.svg }
  /// The page as a PDF document.
  public static var pdf: [UInt8] { drawing.pdf }

  static var drawing: Drawing {
    var page = Drawing()
    page.write("scand calibration labels", x: left, y: 22, size: 6)
    for (line, text) in instructions.enumerated() {
      page.write(text, x: left, y: 32 + 5.5 * Double(line), size: 3.6)
    }
    var y = 62.0
    for (number, label) in CalibrationLabel.all.enumerated() {
      page.write("\(number + 1). \(purpose(of: label))", x: left, y: y, size: 4)
      y += 6
      let height = draw(label.symbol, at: y, &page)
      page.write(label.humanReadable, x: left, y: y + height + 7, size: 3)
      y += height + 26
    }
    return page
  }

  private static let instructions = [
    "A scanner that reads matrix codes: scan label 1. Any other: scan labels 2 and 3.",
    "Then \"scanctl calibrate\" says how the scanner types, and writes its settings for scand.",
    "Print this page at its full size (100 %). The labels identify no goods.",
  ]

  private static func purpose(of label: CalibrationLabel) -> String {
    switch label.symbol.symbology {
    case .dataMatrix: "GS1 DataMatrix"
    case .code128: "GS1-128, \(label.name) half"
    }
  }

  private static func draw(_ symbol: Symbol, at y: Double, _ page: inout Drawing) -> Double {
    let (module, height) =
      symbol.symbology == .dataMatrix
      ? (Self.module.matrix, Self.module.matrix) : (Self.module.bars, 18)
    page.draw(symbol, x: left, y: y, module: module, height: height)
    return height * Double(symbol.height)
  }
}
