// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Wire

/// Asks the daemon for what trace needs, page by page.
struct Tracer {
  let target: TraceTarget
  let connection: FeedConnection

  /// Prints the records as they come, a JSON object each; how many there were.
  func printRecords() -> Int {
    var count = 0
    forEachPage { records in
      var json = JSONWriter(capacity: 1 << 17)
      for record in records {
        record.write(to: &json)
        json.newline()
      }
      print(bytes: json.bytes)
      count += records.count
    }
    return count
  }

  /// What the records say.
  func summary(for audience: TraceSummary.Audience) -> TraceSummary {
    let recalls = recalls()
    var summary = TraceSummary(
      of: target, recalls: recalls.known, fault: recalls.fault, for: audience)
    forEachPage { for record in $0 { summary.add(record) } }
    return summary
  }

  /// What people are told.
  func lines(_ summary: TraceSummary) -> [String] {
    summary.lines(text(for: summary)) + retention
  }

  /// Prints what programs are told.
  func write(_ summary: TraceSummary) {
    let hello = connection.hello
    var json = JSONWriter(capacity: 1 << 16)
    summary.write(
      text(for: summary), place: (hello.journal, hello.oldest, hello.head), to: &json)
    json.newline()
    print(bytes: json.bytes)
  }

  /// What people are told where nothing was found.
  var nothing: [String] {
    var lines = ["Nothing was scanned of \(target.words)."]
    for hint in TraceHint.alternatives(to: target) {
      let records = page(hint.target.request()).records
      if !records.isEmpty { lines.append("\(hint.sentence(records))") }
    }
    if let gtin = target.gtin, let name = name(of: gtin) {
      lines.append("The list of items calls this GTIN \(visible(name)).")
    }
    return lines + retention
  }

  private var retention: [String] {
    let oldest = connection.hello.oldest
    return oldest > 1
      ? ["", "Records before \(grouped(oldest)) are no longer kept (retention)."] : []
  }

  private func text(for summary: TraceSummary) -> TraceText {
    var text = TraceText(target: target, recallsFault: summary.recallsFault)
    for gtin in summary.all.compactMap(\.gtin) { text.names[gtin] = name(of: gtin) }
    return text
  }
}

extension Tracer {
  private func forEachPage(_ body: ([Record]) -> Void) {
    var request = target.request()
    while true {
      let answer = page(request)
      body(answer.records)
      if answer.complete { return }
      request.after = answer.through
    }
  }

  private func page(_ request: Request.Trace) -> TraceAnswer {
    do throws(FeedClientError) {
      guard case .trace(let answer) = try connection.ask(.trace(request)) else {
        throw .malformed("trace")
      }
      return answer
    } catch {
      fail(error)
    }
  }

  /// What the item of a GTIN is called; nil if it has no name, or nobody knows.
  private func name(of gtin: String) -> String? {
    let answer = try? connection.ask(Request.Question.items(.init(gtin: gtin)))
    guard case .string(let name)? = answer?["items"]?.elements.first?["name"] else { return nil }
    return name
  }

  /// All recalls there are; none, and why, if they cannot be read.
  private func recalls() -> (known: [RecallNotice], fault: String?) {
    var known: [RecallNotice] = []
    var request = Request.Recalls(limit: 1000)
    do throws(FeedClientError) {
      while true {
        let answer = try connection.ask(Request.Question.recalls(request))
        let page = answer["recalls"]?.elements ?? []
        known += page.compactMap(RecallNotice.init)
        guard answer["complete"] == .boolean(false), let last = known.last, !page.isEmpty else {
          return (known, nil)
        }
        request.after = last.number
      }
    } catch .server(let error) {
      return ([], error.text)
    } catch {
      fail(error)
    }
  }
}
