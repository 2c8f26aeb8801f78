// SPDX-License-Identifier: Apache-2.0

// A character cell of a terminal is about twice as high as wide, so a half of it is a square.

extension Symbol {
  /// The symbol as lines of half blocks, each of two rows of modules, with a quiet zone.
  ///
  /// - Parameter isInverted: true if blocks are light modules, for a terminal that writes light on dark.
  public func blocks(isInverted: Bool) -> [String] {
    let side = Array(repeating: false, count: quietZone)
    let blank = Array(repeating: false, count: width + 2 * quietZone)
    let margin = Array(repeating: blank, count: quietZone)
    var rows = margin + modules.map { side + $0 + side } + margin
    if rows.count % 2 == 1 { rows.append(blank) }
    return stride(from: 0, to: rows.count, by: 2).map { row in
      String(
        zip(rows[row], rows[row + 1]).map { upper, lower in
          Self.block(upper != isInverted, lower != isInverted)
        })
    }
  }

  private static func block(_ upper: Bool, _ lower: Bool) -> Character {
    switch (upper, lower) {
    case (true, true): "█"
    case (true, false): "▀"
    case (false, true): "▄"
    case (false, false): " "
    }
  }
}
