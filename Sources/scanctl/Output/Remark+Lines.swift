// SPDX-License-Identifier: Apache-2.0

import Wire

extension Remark {
  /// The sentence, and the place in the data underlined.
  func lines(in data: [UInt8], _ colour: Terminal.Colour) -> [String] {
    var lines = ["  " + Terminal.paint(visible(code), colour) + ": " + visible(text)]
    guard let offset, let length, 0...data.count ~= offset, length >= 0 else { return lines }
    let end = length < data.count - offset ? offset + length : data.count
    let before = visible(bytes: data[..<offset])
    let place = visible(bytes: data[offset..<end])
    lines.append("    " + before + place + visible(bytes: data[end...]))
    let marks = String(repeating: "~", count: max(place.count, 1))
    lines.append(
      "    " + String(repeating: " ", count: before.count) + Terminal.paint(marks, colour))
    return lines
  }
}
