// SPDX-License-Identifier: Apache-2.0

// A document of five objects: ISO 32000-1. The font is one of the fourteen that every reader has, so none is
// embedded. Lengths are points, from the lower left corner.

extension Drawing {
  private static let pointsPerMillimetre = 72 / 25.4

  /// The page as a PDF document.
  var pdf: [UInt8] {
    let contents = self.contents
    let box = "[0 0 \(points(Self.paper.width)) \(points(Self.paper.height))]"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox \(box) /Contents 4 0 R "
        + "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(contents.utf8.count) >>\nstream\n\(contents)endstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    var file = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(file.utf8.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    return Array((file + Self.end(offsets, table: file.utf8.count)).utf8)
  }

  private var contents: String {
    let bars = rectangles.map { rectangle in
      "\(points(rectangle.x)) \(fromBelow(rectangle.y + rectangle.height)) "
        + "\(points(rectangle.width)) \(points(rectangle.height)) re"
    }
    let lines = texts.map { text in
      "BT /F1 \(points(text.size)) Tf \(points(text.x)) \(fromBelow(text.y)) Td "
        + "(\(Self.escaped(text.content))) Tj ET"
    }
    return (bars + ["f"] + lines).map { $0 + "\n" }.joined()
  }

  /// The table of the objects' places, of which each line has twenty bytes, and the trailer.
  private static func end(_ offsets: [Int], table: Int) -> String {
    let lines = offsets.map { offset in
      let digits = String(offset)
      return String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    return """
      xref
      0 \(offsets.count + 1)
      0000000000 65535 f \n\(lines.joined())trailer
      << /Size \(offsets.count + 1) /Root 1 0 R >>
      startxref
      \(table)
      %%EOF

      """
  }

  private func points(_ millimetres: Double) -> String {
    decimal(millimetres * Self.pointsPerMillimetre)
  }

  private func fromBelow(_ y: Double) -> String { points(Self.paper.height - y) }

  /// Text between parentheses of PDF.
  private static func escaped(_ text: String) -> String {
    text.map { "()\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
