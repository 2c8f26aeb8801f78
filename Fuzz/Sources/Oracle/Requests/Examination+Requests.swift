// SPDX-License-Identifier: Apache-2.0

import Foundation
import Wire

extension Examination {
  /// Examines a request line, and its filter if it has one.
  func examineRequest(_ input: [UInt8]) throws(Violation) {
    let line = try measured(input, .request) { RequestLine(parsing: input) }
    let padded = RequestLine(parsing: [0x20, 0x09] + input + [0x20, 0x0D])
    try require(.spaceAroundRequests, padded.isSame(as: line), Corpus.line(of: input))
    switch line.request {
    case .success(let request):
      try require(.acceptedIsJSON, isJSON(input), Corpus.line(of: input))
      try examineWriting(of: request, id: line.id, input)
      if let filter = request.filter { try examine(filter, input) }
      try plantTracedUnit(request, input)
    case .failure(let error):
      try requireSentence(error.text, Corpus.line(of: input))
    }
  }

  /// Requires that a refusal is one line of text for people, of some length at most.
  func requireSentence(_ text: String, _ shown: @autoclosure () -> String) throws(Violation) {
    let isSentence = (1...2000).contains(text.utf8.count) && text.isVisible
    try require(.refusalIsASentence, isSentence, "\(shown()): \(text)")
  }

  private func examineWriting(
    of request: Request, id: JSONValue?, _ input: [UInt8]
  ) throws(Violation) {
    var json = JSONWriter()
    request.write(to: &json, id: id)
    let again = RequestLine(parsing: json.bytes)
    let isSame = again.id == id && (try? again.request.get()) == request
    try require(
      .requestIsWrittenAndRead, isSame,
      "\(Corpus.line(of: input)) and \(Corpus.line(of: json.bytes))")
  }

  private func examine(_ filter: RecordFilter, _ input: [UInt8]) throws(Violation) {
    for record in Sample.records {
      let passes = try measured([], .look) { filter.passes(record) }
      try require(
        .filterSearchesItsValues, passes == filter.searched(for: record),
        "\(Corpus.line(of: input)) and \(Corpus.line(of: record.json))")
    }
  }

  /// The planted defect: a trace of an SSCC with the extension digit 7. Only the module checks its check
  /// digit.
  private func plantTracedUnit(_ request: Request, _ input: [UInt8]) throws(Violation) {
    guard case .trace(let trace) = request else { return }
    try plant(trace.sscc?.utf8.first == UInt8(ascii: "7"), in: input)
  }
}

extension Allowance {
  /// A request line: as any text, and the search for the name that was meant by an unknown one.
  fileprivate static let request = Allowance(fixed: 2_000_000, perByte: 250)

  /// A look at one record: 0.2 ms for any filter.
  fileprivate static let look = Allowance(fixed: 200_000, perByte: 0)
}

extension RequestLine {
  /// True if both hold the same mark and the same request or error.
  fileprivate func isSame(as other: RequestLine) -> Bool {
    guard id == other.id else { return false }
    switch (request, other.request) {
    case (.success(let one), .success(let other)): return one == other
    case (.failure(let one), .failure(let other)): return one == other
    default: return false
    }
  }
}

extension Request {
  fileprivate var filter: RecordFilter? {
    switch self {
    case .follow(let follow): follow.filter
    case .read(let read): read.filter
    default: nil
    }
  }
}

extension RecordFilter {
  /// The same question, answered by a look at each value.
  fileprivate func searched(for record: Record) -> Bool {
    let known = record.verdict == .accepted ? record.subject : Subject()
    return (verdicts.isEmpty || verdicts.contains { $0 == record.verdict })
      && isAmong(stations, record.station) && isAmong(steps, record.step)
      && isAmong(gtins, known.gtin) && isAmong(lots, known.lot) && isAmong(serials, known.serial)
      && (since.map { $0 <= record.time } ?? true) && (until.map { record.time < $0 } ?? true)
  }

  private func isAmong(_ wanted: TextSet, _ text: String?) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let text else { return false }
    return wanted.sorted.contains { Array($0.utf8) == Array(text.utf8) }
  }
}

/// True if Foundation reads the bytes as JSON.
private func isJSON(_ bytes: [UInt8]) -> Bool {
  (try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])) != nil
}

extension String {
  /// True if no character of it acts on a terminal.
  var isVisible: Bool { Array(visible(self).utf8) == Array(utf8) }
}
