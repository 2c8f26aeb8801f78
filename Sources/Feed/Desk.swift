// SPDX-License-Identifier: Apache-2.0

// What a request means and what is answered: functions of the line and the journal, called on the
// pool's threads because reading the journal may block, and parsing 64 KiB takes its time too.

import Wire

/// Answers requests.
struct Desk: Sendable {
  /// What becomes of a request.
  enum Outcome: Sendable {
    /// These lines are the answer.
    case answer([UInt8])
    /// Records are to be sent from here on.
    case follow(FollowCursor)
    /// The answer has to wait for a record.
    case wait(PendingRead)
    /// What becomes of it is said later, on any thread: something has to become durable first.
    case later(@Sendable (_ then: @escaping @Sendable (Outcome) -> Void) -> Void)
  }

  /// The journal.
  let source: any FeedSource
  /// How much a client is given.
  let limits: FeedLimits

  /// What becomes of the request in `line`, which `peer` has sent.
  func outcome(of line: [UInt8], from peer: Peer) -> Outcome {
    let line = RequestLine(parsing: line)
    do throws(RequestError) {
      return try outcome(of: line.request.get(), from: peer, id: line.id)
    } catch {
      return .answer(encoded { $0.error(error, id: line.id) })
    }
  }

  /// Reads on for a `read` that has found nothing yet.
  func attempt(_ read: PendingRead) -> Outcome {
    do throws(RequestError) {
      return try search(for: read)
    } catch {
      return .answer(encoded { $0.error(error, id: read.id) })
    }
  }

  /// Reads a page for a follow.
  ///
  /// - Returns: the follow after the page, and the page's lines.
  /// - Throws: why the follow has to end.
  func advance(_ follow: FollowCursor) throws(RequestError) -> (FollowCursor, [UInt8]) {
    let page = try source.page(
      after: follow.cursor, limit: limits.pageRecords, filter: follow.filter)
    // Asked for after the page: what was removed or replaced while it was read shows here.
    let position = Position(of: source)
    try position.check(journal: follow.journal)
    var next = follow
    let lines = encoded {
      next.advance(over: page, oldest: position.bounds.oldest, limits: limits, to: &$0)
    }
    return (next, lines)
  }

  private func outcome(
    of request: Request, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> Outcome {
    switch request {
    case .follow(let follow):
      return try outcome(of: follow, from: peer, id: id)
    case .read(let read):
      let position = Position(of: source)
      let cursor = try position.cursor(read.after, journal: read.journal)
      return try search(
        for: PendingRead(read, after: cursor, journal: position.journal, id: id))
    case .trace(let trace):
      return .answer(try answer(to: trace, id: id))
    case .ask(let question):
      return .answer(try answer(to: question, from: peer, id: id))
    case .order(let order):
      return try outcome(of: order, from: peer, id: id)
    }
  }

  private func outcome(
    of follow: Request.Follow, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> Outcome {
    let position = Position(of: source)
    let after: Int64? =
      if let after = follow.after {
        try position.cursor(after, journal: follow.journal)
      } else { nil }
    if let journal = follow.journal { try position.check(journal: journal) }
    let cursor = FollowCursor(
      after: after ?? 0, journal: position.journal, filter: follow.filter, id: id)
    guard let name = follow.subscriber else { return .follow(cursor) }
    return .later { [source] then in
      source.resume(name, after: after, from: peer) { result in
        then(Self.outcome(id: id, result) { .follow(cursor.resumed(by: name, after: $0)) })
      }
    }
  }

  private func outcome(
    of order: Request.Order, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> Outcome {
    if order.isAdministrative, !peer.isAdministrator {
      throw RequestError(
        "not-allowed", "\"\(order.name)\" is for root and the members of the group scand-admin.")
    }
    return .later { [source] then in
      source.carryOut(order, from: peer) { result in
        then(
          Self.outcome(id: id, result) { value in
            .answer(Self.answer(order.answerName, id: id) { $0.json(value) })
          })
      }
    }
  }

  private static func outcome<T>(
    id: JSONValue?, _ result: Result<T, RequestError>, _ outcome: (T) -> Outcome
  ) -> Outcome {
    switch result {
    case .success(let value): outcome(value)
    case .failure(let error): .answer(encoded { $0.error(error, id: id) })
    }
  }

  private func search(for read: PendingRead) throws(RequestError) -> Outcome {
    var read = read
    while true {
      let page = try source.page(after: read.cursor, limit: read.limit, filter: read.filter)
      let position = Position(of: source)
      try position.check(journal: read.journal)
      if let answer = read.take(page, at: position.bounds, limits: limits) {
        return .answer(answer)
      }
      if read.cursor >= position.bounds.head { return .wait(read) }
    }
  }

  private func answer(
    to trace: Request.Trace, id: JSONValue?
  ) throws(RequestError) -> [UInt8] {
    let page = try source.trace(trace)
    let head = max(source.bounds().head, page.through)
    return Self.answer("trace", id: id) { json in
      json.object { json in
        json.key("records")
        let through = json.records(page.records, limit: limits.answerBytes) ?? page.through
        json.field("through", through)
        json.field("head", head)
        json.key("complete")
        json.boolean(through >= head)
      }
    }
  }

  private func answer(
    to question: Request.Question, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> [UInt8] {
    var json = JSONWriter()
    try source.answer(question, from: peer, to: &json)
    return Self.answer(question.name, id: id) { $0.json(json.bytes) }
  }

  private static func answer(
    _ name: StaticString, id: JSONValue?, _ write: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    encoded { json in
      json.line(id: id) { json in
        json.key(name)
        write(&json)
      }
    }
  }
}

extension Position {
  /// The cursor that `start` means here.
  func cursor(_ start: Request.Start, journal: String?) throws(RequestError) -> Int64 {
    if let journal { try check(journal: journal) }
    switch start {
    case .now: return bounds.head
    case .start: return bounds.oldest - 1
    case .cursor(let cursor):
      guard cursor > bounds.head else { return cursor }
      throw RequestError(
        "cursor-ahead",
        "The newest record is \(bounds.head); \(cursor) is none of this journal's cursors.")
    }
  }

  /// Throws `journal-changed` unless the journal is the one wanted.
  func check(journal wanted: String) throws(RequestError) {
    guard journal != wanted else { return }
    throw RequestError(
      "journal-changed",
      "The journal is \(journal) now; a cursor of another journal means nothing in it.")
  }
}
