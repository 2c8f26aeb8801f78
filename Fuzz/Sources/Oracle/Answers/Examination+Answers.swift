// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

@testable import FeedClient

extension Examination {
  /// Examines a line of a server, as a client reads it, and the same bytes as a stream.
  func examineAnswer(_ input: [UInt8]) throws(Violation) {
    try examineStream(input)
    guard !input.contains(0x0A) else { return }
    let read = try measured(input, .line) {
      Result { () throws(RequestError) in try ServerLine(parsing: input) }
    }
    guard case .success(let line) = read else {
      return try requireRefusal(read, Corpus.line(of: input))
    }
    try examineWriting(of: line, input)
    try plantFraction(line, input)
    switch line.message {
    case .record(let record): try examine(record, input)
    case .error(let error):
      let shown = "\(FeedClientError.server(error))"
      try require(.shownIsVisible, shown.isVisible, Corpus.line(of: input))
    case .other, .following: try examineAnswers(input)
    case .hello, .through, .gap: break
    }
  }

  private func requireRefusal(
    _ result: Result<ServerLine, RequestError>, _ shown: String
  ) throws(Violation) {
    guard case .failure(let error) = result else { return }
    try requireSentence(error.text, shown)
  }

  private func examineWriting(of line: ServerLine, _ input: [UInt8]) throws(Violation) {
    let bytes = line.bytes
    let again = try? ServerLine(parsing: bytes.dropLast())
    let isOneLine = bytes.firstIndex(of: 0x0A) == bytes.count - 1
    try require(
      .lineIsWrittenAndRead, again == line && isOneLine,
      "\(Corpus.line(of: input)) and \(Corpus.line(of: bytes))")
  }

  /// Reads the line as the answer to every kind of request.
  private func examineAnswers(_ input: [UInt8]) throws(Violation) {
    for kind in kinds { try examineAnswer(to: kind, input) }
  }

  private func examineAnswer<Kind: AnsweredRequest>(
    to kind: Kind.Type, _ input: [UInt8]
  ) throws(Violation) {
    guard case .success(let answer)? = try? kind.answer(in: input) else { return }
    let line = EncodedAnswer(answer, to: kind).line(id: nil)
    guard case .success(let again)? = try? kind.answer(in: line.dropLast()) else {
      throw Violation(relation: .answerIsWrittenAndRead, shown: Corpus.line(of: input))
    }
    let isSame = EncodedAnswer(again, to: kind) == EncodedAnswer(answer, to: kind)
    try require(
      .answerIsWrittenAndRead, isSame && line.firstIndex(of: 0x0A) == line.count - 1,
      "\(kind.name): \(Corpus.line(of: input)) and \(Corpus.line(of: line))")
  }

  private func examine(_ encoded: EncodedRecord, _ input: [UInt8]) throws(Violation) {
    let shown = Corpus.line(of: input)
    let stored = EncodedRecord(cursor: encoded.cursor, body: encoded.body)
    let isSame = (try? stored.record) == (try? encoded.record) && stored.json == encoded.json
    try require(.recordKeepsItsBytes, isSame, shown)
    guard let record = try? encoded.record else { return }
    let marked = (record.reasons + record.notes).flatMap { $0.lines(in: record.data, .red) }
    for text in [record.line(), record.line(withDate: true)] + marked {
      try require(.shownIsVisible, text.isVisible, "\(shown): \(text)")
    }
  }

  /// Requires that the lines of a stream do not depend on how its bytes arrive.
  private func examineStream(_ input: [UInt8]) throws(Violation) {
    var whole = LineBuffer()
    var parted = LineBuffer()
    whole.append(input)
    var lines: [[UInt8]] = []
    var rest = input[...]
    var length = 1
    while !rest.isEmpty {
      parted.append(rest.prefix(length))
      rest = rest.dropFirst(length)
      length = length * 3 % 61
      while let line = parted.next() { lines.append(line) }
    }
    while let line = whole.next() {
      try require(
        .linesArriveInParts, lines.first == line && !line.contains(0x0A), Corpus.line(of: input))
      lines.removeFirst()
    }
    try require(
      .linesArriveInParts, lines.isEmpty && whole.count == parted.count, Corpus.line(of: input))
  }

  /// The planted defect: a whole number with a fraction, which its exponent undoes.
  private func plantFraction(_ line: ServerLine, _ input: [UInt8]) throws(Violation) {
    guard case .through = line.message else { return }
    try plant(line.id == nil && input.contains(UInt8(ascii: ".")), in: input)
  }
}

extension Allowance {
  /// A line with a record is decoded into many strings.
  fileprivate static let line = Allowance(fixed: 1_000_000, perByte: 500)
}

/// Every kind of request.
private let kinds: [any AnsweredRequest.Type] = [
  Request.Follow.self, Request.Read.self, Request.Trace.self, Request.Status.self,
  Request.Scanners.self, Request.Clients.self, Request.Subscribers.self, Request.Items.self,
  Request.Recalls.self, Request.Exceptions.self, Request.Acknowledge.self,
  Request.ForgetSubscriber.self, Request.SetItems.self, Request.RemoveItem.self,
  Request.BeginItemsAnew.self, Request.AddRecall.self, Request.LiftRecall.self,
  Request.Resolve.self, Request.BeginBackup.self, Request.BackupProgress.self,
  Request.ReadBackup.self, Request.EndBackup.self,
]
