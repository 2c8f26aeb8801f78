// SPDX-License-Identifier: Apache-2.0

// A record as a person reads it: one line, the verdict first, then what matters about the item;
// what is wrong comes in the same line, because that is what somebody must act upon.

import Wire

extension Record {
  /// One line for people, coloured on a terminal.
  ///
  /// - Parameter withDate: true if the day is shown before the time.
  package func line(withDate: Bool = false) -> String {
    let time = LocalTime(time)
    var parts: [String] = []
    if let cursor { parts.append(padded("\(cursor)", to: 5)) }
    parts.append(withDate ? "\(time.date) \(time.clock)" : time.clock)
    parts.append(visible(place))
    parts.append(
      Terminal.paint("\(verdict.symbol) \(padded(verdict.rawValue, to: 10))", verdict.colour))
    parts.append(content)
    return parts.joined(separator: "  ")
  }

  /// The place of the scan: the station and step, or else the scanner.
  package var place: String {
    guard let station else { return scanner }
    return step.map { "\(station) (\($0))" } ?? station
  }

  private var content: String {
    var text = subject.words.isEmpty ? "\"\(visible(bytes: data))\"" : subject.words
    for reason in reasons { text += Terminal.paint("  — \(visible(reason.text))", verdict.colour) }
    for note in notes { text += Terminal.paint("  · \(visible(note.code))", .dim) }
    return text
  }
}

extension Subject {
  /// `GTIN 09506000134352  lot C202507  serial HD-12345  expires 2027-06-30`
  package var words: String {
    let parts = [
      ("SSCC", sscc), ("GTIN", gtin), ("lot", lot), ("serial", serial), ("expires", expiry),
    ]
    let known = parts.compactMap { name, value in value.map { "\(name) \(visible($0))" } }
    if known.isEmpty, let identity { return visible(identity) }
    return known.joined(separator: "  ")
  }
}

extension Verdict {
  /// Tells the verdicts apart where there is no colour.
  package var symbol: String {
    switch self {
    case .accepted: "✔"
    case .rejected: "✘"
    case .incomplete: "…"
    }
  }

  /// The colour of the verdict.
  package var colour: Terminal.Colour {
    switch self {
    case .accepted: .green
    case .rejected: .red
    case .incomplete: .yellow
    }
  }
}

extension Remark {
  /// The sentence, and the place in the data underlined.
  package func lines(in data: [UInt8], _ colour: Terminal.Colour) -> [String] {
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

private func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
