// SPDX-License-Identifier: Apache-2.0

import FeedClient
import TerminalIO
import Wire

/// The questions to the daemon that trace needs, asked page by page.
package struct Tracer {
  private let target: TraceTarget
  private let connection: FeedConnection

  /// A tracer of `target` that asks on `connection`.
  package init(target: TraceTarget, connection: FeedConnection) {
    self.target = target
    self.connection = connection
  }

  /// Calls `body` with the records of the target, in the order of cursors, and `damaged` with those that the
  /// daemon does not send.
  package func forEachPage(
    damaged: ([Gap]) -> Void, _ body: ([Record]) -> Void
  ) throws(FeedClientError) {
    var request = target.request()
    while true {
      let answer = try page(request)
      damaged(answer.gaps)
      body(try decoded(answer.records))
      if answer.complete { return }
      request.after = answer.through
    }
  }

  /// The summary of all records of the target.
  package func summary(
    for audience: TraceSummary.Audience
  ) throws(FeedClientError) -> TraceSummary {
    let recalls = try recalls()
    var summary = TraceSummary(
      of: target, recalls: recalls.known, fault: recalls.fault, for: audience)
    var damaged: [Gap] = []
    try forEachPage(damaged: { damaged += $0 }) { for record in $0 { summary.add(record) } }
    summary.damaged = damaged
    return summary
  }

  /// A summary as lines for people.
  package func lines(_ summary: TraceSummary) -> [String] {
    summary.lines(text(for: summary)) + retention + damage(summary)
  }

  /// A summary as one line of JSON for programs.
  package func json(_ summary: TraceSummary) -> [UInt8] {
    let hello = connection.hello
    var json = JSONWriter(capacity: 1 << 16)
    summary.write(
      text(for: summary), place: (hello.journal, hello.oldest, hello.head), to: &json)
    json.newline()
    return json.bytes
  }

  /// The lines for people where the target has no record: other keys that do have some.
  package func nothingFound() throws(FeedClientError) -> [String] {
    var lines = ["Nothing was scanned of \(target.words)."]
    for hint in TraceHint.alternatives(to: target) {
      let records = try page(hint.target.request()).records
      if !records.isEmpty { lines.append("\(hint.sentence(try decoded(records)))") }
    }
    if let gtin = target.gtin, let name = name(of: gtin) {
      lines.append("The list of items calls this GTIN \(visible(name)).")
    }
    return lines + retention
  }

  /// The lines for people about damaged records.
  package func damage(_ summary: TraceSummary) -> [String] {
    summary.damaged.isEmpty
      ? [] : [""] + summary.damaged.map { "\($0.words) and missing here." }
  }
}

extension Tracer {
  private var retention: [String] {
    let oldest = connection.hello.oldest
    return oldest > 1
      ? ["", "Records before \(grouped(oldest)) are no longer kept (retention)."] : []
  }

  private func text(for summary: TraceSummary) -> TraceText {
    var text = TraceText(target: target, recallsFault: summary.recallsFault)
    for gtin in summary.items.compactMap(\.gtin) { text.names[gtin] = name(of: gtin) }
    return text
  }

  private func page(_ request: Request.Trace) throws(FeedClientError) -> TracedRecords {
    try connection.ask(request)
  }

  private func decoded(_ records: [EncodedRecord]) throws(FeedClientError) -> [Record] {
    var decoded: [Record] = []
    for encoded in records {
      guard let record = try? encoded.record else { throw .malformed("record \(encoded.cursor)") }
      decoded.append(record)
    }
    return decoded
  }

  /// The name of the item of a GTIN; nil if it has none, or if the items cannot be read.
  private func name(of gtin: String) -> String? {
    try? connection.ask(.items(gtin: gtin)).items.first?.fields.name
  }

  /// All recalls there are; none, and the reason, if they cannot be read.
  private func recalls() throws(FeedClientError) -> (known: [RecallInfo], fault: String?) {
    var known: [RecallInfo] = []
    var request = Request.Recalls(limit: 1000)
    do throws(FeedClientError) {
      while true {
        let answer = try connection.ask(request)
        known += answer.recalls
        guard !answer.complete, let last = answer.recalls.last else { return (known, nil) }
        request.after = last.number
      }
    } catch .server(let error) {
      return ([], error.text)
    }
  }
}
