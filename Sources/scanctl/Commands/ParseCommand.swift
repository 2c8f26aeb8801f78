// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GS1
import Glibc
import Tracking
import Wire

/// Reads GS1 data without a daemon.
struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse",
    abstract: "Read GS1 data and say what is in them and what is wrong.",
    discussion: """
      Without TEXT, lines are read from standard input. FNC1 is the byte 0x1D or the letters {GS}. \
      The exit status is 0 when all data were valid and 1 otherwise.
      """)

  @Flag(help: "One JSON object a line, for programs.")
  var json = false

  @Flag(help: "The GS1 rules to the letter, without what scanners are forgiven.")
  var strict = false

  @Option(help: "What data without symbology identifier are: auto, gs1 or text.")
  var assume: Assume = .auto

  @Argument(help: "Scan data as the scanner sends them, such as ']C1…'.")
  var text: [String] = []

  func run() throws {
    var options = Options()
    options.strict = strict
    options.assume = assume
    options.currentYear = now().year
    var printer = ReadingPrinter(options: options, json: json)
    if text.isEmpty {
      forEachLine(of: STDIN_FILENO) { line, isLastForNow in
        printer.print(typedSeparators(line))
        if isLastForNow { printer.flush() }
      }
    } else {
      for data in text { printer.print(typedSeparators(Array(data.utf8))) }
    }
    printer.flush()
    if !printer.allValid { throw ExitCode(1) }
  }
}

extension Assume: ExpressibleByArgument {
  /// Reads what stands on the command line.
  public init?(argument: String) {
    self.init(name: argument)
  }
}

/// `data` with the byte 0x1D wherever somebody typed `{GS}`.
private func typedSeparators(_ data: [UInt8]) -> [UInt8] {
  let typed = Array("{GS}".utf8)
  guard data.contains(typed[0]) else { return data }
  var result: [UInt8] = []
  var index = 0
  while index < data.count {
    if data[index...].starts(with: typed) {
      result.append(0x1D)
      index += typed.count
    } else {
      result.append(data[index])
      index += 1
    }
  }
  return result
}

/// Reads data and prints what they say, for programs or for people.
private struct ReadingPrinter {
  let options: Options
  let json: Bool
  private(set) var allValid = true
  private var writer = JSONWriter(capacity: 1 << 17)
  private var text = ""

  init(options: Options, json: Bool) {
    self.options = options
    self.json = json
  }

  mutating func print(_ data: [UInt8]) {
    let reading = read(data.span, options: options)
    if !reading.isValid { allValid = false }
    if json {
      write(reading, data.span)
    } else {
      text += describe(reading, data) + "\n"
    }
    if writer.bytes.count > 1 << 16 || text.utf8.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    scanctl.print(bytes: json ? writer.bytes : Array(text.utf8))
    writer.removeAll()
    text = ""
  }

  private mutating func write(_ reading: Reading, _ data: Span<UInt8>) {
    let elements = recordElements(reading, data)
    let reasons = remarks(reading.reasons, data)
    let notes = remarks(reading.notes, data)
    writer.object { json in
      json.key("valid")
      json.boolean(reading.isValid)
      json.field("kind", reading.kind.name)
      json.field("symbology", reading.symbology?.text)
      writeElements(elements, to: &json)
      writeRemarks(reasons, as: "reasons", to: &json)
      writeRemarks(notes, as: "notes", to: &json)
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
    for remark in remarks(reading.reasons, data.span) {
      lines += remark.lines(in: data, verdict.colour)
    }
    for remark in remarks(reading.notes, data.span) { lines += remark.lines(in: data, .dim) }
    return lines.joined(separator: "\n")
  }

  private func elementLines(_ reading: Reading, _ data: Span<UInt8>) -> [String] {
    var table = Table()
    for element in recordElements(reading, data) {
      table.add(["  (\(element.ai))", element.title ?? "", visible(element.value)])
    }
    return table.lines
  }
}

extension Remark {
  /// The sentence, and the place in the data underlined.
  fileprivate func lines(in data: [UInt8], _ colour: Terminal.Colour) -> [String] {
    var lines = ["  " + Terminal.paint(code, colour) + ": " + visible(text)]
    guard let offset, let length, offset <= data.count else { return lines }
    let end = min(offset + length, data.count)
    let before = visible(bytes: data[..<offset])
    let place = visible(bytes: data[offset..<end])
    lines.append("    " + before + place + visible(bytes: data[end...]))
    let marks = String(repeating: "~", count: max(place.count, 1))
    lines.append(
      "    " + String(repeating: " ", count: before.count) + Terminal.paint(marks, colour))
    return lines
  }
}
