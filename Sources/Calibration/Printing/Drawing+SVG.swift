// SPDX-License-Identifier: Apache-2.0

extension Drawing {
  /// The page as an SVG image: Scalable Vector Graphics 1.1.
  var svg: String {
    let (width, height) = (decimal(Self.paper.width), decimal(Self.paper.height))
    let bars = rectangles.map { rectangle in
      "<path d=\"M\(decimal(rectangle.x)) \(decimal(rectangle.y))h\(decimal(rectangle.width))"
        + "v\(decimal(rectangle.height))h-\(decimal(rectangle.width))z\"/>"
    }
    let lines = texts.map { text in
      "<text x=\"\(decimal(text.x))\" y=\"\(decimal(text.y))\" font-size=\"\(decimal(text.size))\">"
        + "\(Self.escaped(text.content))</text>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)mm" height="\(height)mm" \
      viewBox="0 0 \(width) \(height)">
      <rect width="100%" height="100%" fill="#fff"/>
      <g shape-rendering="crispEdges">
      \(bars.joined(separator: "\n"))
      </g>
      <g font-family="Helvetica, Arial, sans-serif">
      \(lines.joined(separator: "\n"))
      </g>
      </svg>

      """
  }

  /// Text between tags of XML.
  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      default: String(character)
      }
    }.joined()
  }
}
