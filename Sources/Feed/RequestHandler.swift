// SPDX-License-Identifier: Apache-2.0

// The meaning of a request and its answer: functions of the line and the journal, called on the pool's
// threads because reading the journal may block, and parsing 64 KiB takes its time too.

import Wire

/// Answers requests.
struct RequestHandler: Sendable {
  /// The outcome of a request.
  enum Outcome: Sendable {
    /// These lines are the answer.
    case answer([UInt8])
    /// Records are to be sent from here on.
    case follow(FollowCursor)
    /// The answer has to wait for a record.
    case wait(PendingRead)
    /// The outcome is told later, on any thread: something has to be read or become durable first.
    case later(@Sendable (_ then: @escaping @Sendable (Outcome) -> Void) -> Void)
  }

  /// The journal.
  let source: any FeedSource
  /// The limits of what a client is given.
  let limits: FeedLimits

  /// Handles the request in `line`, which `peer` has sent.
  func handle(_ line: [UInt8], from peer: Peer) -> Outcome {
    let line = RequestLine(parsing: line)
    do throws(RequestError) {
      return try handle(line.request.get(), from: peer, id: line.id)
    } catch {
      return Self.failure(error, id: line.id)
    }
  }

  /// Reads on for a `read` that has found nothing yet.
  func resume(_ read: PendingRead) -> Outcome {
    do throws(RequestError) {
      return try search(for: read)
    } catch {
      return Self.failure(error, id: read.id)
    }
  }

  /// Reads a page for a follow.
  ///
  /// - Returns: the follow after the page, and the page's lines.
  /// - Throws: the reason why the follow has to end.
  func advance(_ follow: FollowCursor) throws(RequestError) -> (FollowCursor, [UInt8]) {
    let page = try source.page(
      after: follow.cursor, limit: limits.pageRecords, filter: follow.filter)
    // Asked for after the page: records removed or replaced while it was read show here.
    let position = Position(of: source)
    try position.check(journal: follow.journal)
    var next = follow
    let lines = next.advance(over: page, oldest: position.bounds.oldest, limits: limits)
    return (next, lines)
  }

  private func handle(
    _ request: Request, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> Outcome {
    switch request {
    case .follow(let follow):
      return try begin(follow, from: peer, id: id)
    case .read(let read):
      let position = Position(of: source)
      let cursor = try position.cursor(read.after, journal: read.journal)
      return try search(for: PendingRead(read, after: cursor, journal: position.journal, id: id))
    case .trace(let trace):
      return .answer(try answer(to: trace).line(id: id))
    case .query(let query):
      return .later { [source] then in
        source.answer(query) { then(Self.outcome($0, id: id)) }
      }
    case .command(let command):
      return try carryOut(command, from: peer, id: id)
    }
  }

  private func begin(
    _ follow: Request.Follow, from peer: Peer, id: JSONValue?
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
        switch result {
        case .success(let acknowledged):
          then(.follow(cursor.resumed(by: name, after: acknowledged)))
        case .failure(let error): then(Self.failure(error, id: id))
        }
      }
    }
  }

  private func carryOut(
    _ command: Request.Command, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> Outcome {
    if command.isAdministrative, !peer.isAdministrator {
      throw RequestError(
        .notAllowed,
        "\"\(command.name.rawValue)\" is for root and the members of the group scand-admin.")
    }
    return .later { [source] then in
      source.carryOut(command, from: peer) { then(Self.outcome($0, id: id)) }
    }
  }

  private static func outcome(
    _ result: Result<EncodedAnswer, RequestError>, id: JSONValue?
  ) -> Outcome {
    switch result {
    case .success(let answer): .answer(answer.line(id: id))
    case .failure(let error): failure(error, id: id)
    }
  }

  private static func failure(_ error: RequestError, id: JSONValue?) -> Outcome {
    .answer(ServerLine(id: id, .error(error)).bytes)
  }

  private func search(for read: PendingRead) throws(RequestError) -> Outcome {
    var read = read
    while true {
      let page = try source.page(after: read.cursor, limit: read.limit, filter: read.filter)
      let position = Position(of: source)
      try position.check(journal: read.journal)
      if let answer = read.answer(page, at: position.bounds, limits: limits) {
        return .answer(answer)
      }
      if read.cursor >= position.bounds.head { return .wait(read) }
    }
  }

  private func answer(to trace: Request.Trace) throws(RequestError) -> EncodedAnswer {
    let page = try source.trace(trace)
    let head = max(source.bounds().head, page.through)
    let sent = page.prefix(bytes: limits.answerBytes)
    return EncodedAnswer(
      TracedRecords(
        records: sent.records, through: sent.through, head: head, complete: sent.through >= head),
      to: Request.Trace.self)
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
        .cursorAhead,
        "The newest record is \(bounds.head); \(cursor) is none of this journal's cursors.")
    }
  }

  /// Throws `journal-changed` unless the journal is the one wanted.
  func check(journal wanted: String) throws(RequestError) {
    guard journal != wanted else { return }
    throw RequestError(
      .journalChanged,
      "The journal is \(journal) now; a cursor of another journal means nothing in it.")
  }
}
