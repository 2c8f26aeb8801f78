// SPDX-License-Identifier: Apache-2.0

import GS1
import TerminalIO
import Tracking
import Wire

/// Reads data and prints what they say, for programs or for people.
struct ReadingPrinter {
  let options: Reading.Options
  let json: Bool
  private(set) var allValid = true
  private var writer = JSONWriter(capacity: 1 << 17)
  private var text = ""

  init(options: Reading.Options, json: Bool) {
    self.options = options
    self.json = json
  }

  mutating func print(_ data: [UInt8]) {
    let reading = Reading.of(data.span, options: options)
    if !reading.isValid { allValid = false }
    if json {
      write(reading, data.span)
    } else {
      text += describe(reading, data) + "\n"
    }
    if writer.bytes.count > 1 << 16 || text.utf8.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    TerminalIO.print(bytes: json ? writer.bytes : Array(text.utf8))
    writer.removeAll()
    text = ""
  }

  private mutating func write(_ reading: Reading, _ data: Span<UInt8>) {
    let elements = reading.recordElements(of: data)
    let reasons = reading.reasons.remarks(of: data)
    let notes = reading.notes.remarks(of: data)
    writer.object { json in
      json.key("valid")
      json.boolean(reading.isValid)
      json.field("kind", reading.kind.name)
      json.field("symbology", reading.symbology?.text)
      json.key("elements")
      json.array { json in
        for (position, element) in elements.enumerated() {
          let typed = reading.elements[position].typedValue(
            of: data, currentYear: options.currentYear)
          json.object { json in
            element.writeFields(to: &json)
            typed?.writeFields(to: &json)
          }
        }
      }
      // A part of a label must not look like the whole label.
      if reading.isValid, !reading.elements.isEmpty {
        json.field("bracketed", reading.bracketed(of: data))
        json.field("identity", reading.identity(of: data))
        json.field("link", try? reading.digitalLink(of: data))
      }
      json.key("reasons")
      json.array { json in for reason in reasons { reason.write(to: &json) } }
      json.key("notes")
      json.array { json in for note in notes { note.write(to: &json) } }
      if reading.reasons.omitted > 0 {
        json.key("reasonsOmitted")
        json.number(reading.reasons.omitted)
      }
    }
    writer.newline()
  }

  private func describe(_ reading: Reading, _ data: [UInt8]) -> String {
    let verdict: Verdict = reading.isValid ? .accepted : .rejected
    let symbology = reading.symbology.map { "  \($0.text)" } ?? ""
    let word = reading.isValid ? "valid" : "not valid"
    var lines = [
      Terminal.paint("\(verdict.symbol) \(word)", verdict.colour)
        + "  \(reading.kind.name)\(symbology)"
    ]
    lines += elementLines(reading, data.span)
    if reading.isValid, let identity = reading.identity(of: data.span) {
      lines.append("  identity: \(identity)")
    }
    if let link = try? reading.digitalLink(of: data.span), reading.kind != .digitalLink {
      lines.append("  link: \(link)")
    }
    for remark in reading.reasons.remarks(of: data.span) {
      lines += remark.lines(in: data, verdict.colour)
    }
    let omitted = reading.reasons.omitted
    if omitted > 0 { lines.append("  further reasons: \(omitted)") }
    for remark in reading.notes.remarks(of: data.span) { lines += remark.lines(in: data, .dim) }
    return lines.joined(separator: "\n")
  }

  private func elementLines(_ reading: Reading, _ data: Span<UInt8>) -> [String] {
    var table = Table()
    for (element, shown) in zip(reading.elements, reading.recordElements(of: data)) {
      let meaning = element.typedValue(of: data, currentYear: options.currentYear)
      let cells = ["  (\(shown.ai))", shown.title ?? "", visible(shown.value)]
      table.add(cells + (meaning.map { ["= \($0)"] } ?? []))
    }
    return table.lines
  }
}
