// SPDX-License-Identifier: Apache-2.0

// The meaning of a request: functions of the line and the journal. They are called on the lane that parses, which
// waits for no disk; what has to wait is an outcome that names the place where it waits.

import Wire

/// Answers requests.
struct RequestHandler: Sendable {
  /// The outcome of a request.
  enum Outcome: Sendable {
    /// These lines are the answer.
    case answer([UInt8])
    /// Records are to be sent from here on.
    case follow(FollowCursor)
    /// Records are to be looked for.
    case records(RecordAnswer)
    /// The users who are connected are asked for, with this mark.
    case clients(JSONValue?)
    /// This is the answer, and these lines follow it, with this mark.
    case stream([UInt8], any LineStream, JSONValue?)
    /// Somebody else has to do something first.
    case later(Later)
  }

  /// Work whose outcome is told later, on any thread.
  struct Later: Sendable {
    /// The places where requests wait in one line for all users.
    enum Place: CaseIterable { case writer, elsewhere }

    /// The place where this one waits.
    let place: Place
    /// Begins the work; called where a read from the disk may block.
    let begin: @Sendable (_ then: @escaping @Sendable (Outcome) -> Void) -> Void
  }

  /// The journal.
  let source: any FeedSource
  /// The limits of what clients are given.
  let limits: FeedLimits
  /// The lanes, whose problems `status` tells.
  let lanes: Lanes

  /// Handles the request in `line`, which `peer` has sent; `then` is called with the outcome.
  func handle(
    _ line: [UInt8], from peer: Peer, then: @escaping @Sendable (Outcome) -> Void
  ) {
    let line = RequestLine(parsing: line)
    do throws(RequestError) {
      try handle(line.request.get(), from: peer, id: line.id, then)
    } catch {
      then(Self.failure(error, id: line.id))
    }
  }

  private func handle(
    _ request: Request, from peer: Peer, id: JSONValue?,
    _ then: @escaping @Sendable (Outcome) -> Void
  ) throws(RequestError) {
    switch request {
    case .follow(let follow): then(try begin(follow, from: peer, id: id))
    case .read(let read):
      let position = Position(of: source)
      let cursor = try position.cursor(read.after, journal: read.journal)
      then(.records(answer(.read(read), after: cursor, at: position, id: id)))
    case .trace(let trace):
      then(.records(answer(.trace(trace), after: trace.after, at: Position(of: source), id: id)))
    case .query(let query) where query.isAboutDaemon:
      source.answer(query, problems: lanes.problems) { then(Self.outcome($0, id: id)) }
    case .query(let query):
      then(
        .later(
          Later(place: .elsewhere) { [source] then in
            source.answer(query, problems: []) { then(Self.outcome($0, id: id)) }
          }))
    case .command(let command): then(.later(try carryOut(command, from: peer, id: id)))
    case .keys(let keys):
      try requireAdministrator(peer, for: .keys)
      then(.later(stream(keys, from: peer, id: id)))
    case .clients:
      try requireAdministrator(peer, for: .clients)
      then(.clients(id))
    }
  }

  private func answer(
    _ question: RecordAnswer.Question, after cursor: Int64, at position: Position, id: JSONValue?
  ) -> RecordAnswer {
    RecordAnswer(question, after: cursor, at: position, room: limits.answerBytes, id: id)
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
    return .later(
      Later(place: .writer) { [source] then in
        source.resume(name, after: after, from: peer) { result in
          switch result {
          case .success(let acknowledged):
            then(.follow(cursor.resumed(by: name, after: acknowledged)))
          case .failure(let error): then(Self.failure(error, id: id))
          }
        }
      })
  }

  private func carryOut(
    _ command: Request.Command, from peer: Peer, id: JSONValue?
  ) throws(RequestError) -> Later {
    if command.isAdministrative { try requireAdministrator(peer, for: command.name) }
    return Later(place: command.isWrittenByJournal ? .writer : .elsewhere) { [source] then in
      source.carryOut(command, from: peer) { then(Self.outcome($0, id: id)) }
    }
  }

  private func stream(_ keys: Request.Keys, from peer: Peer, id: JSONValue?) -> Later {
    Later(place: .elsewhere) { [source] then in
      source.keys(keys, from: peer) { result in
        switch result {
        case .success((let begun, let lines)):
          let answer = EncodedAnswer(begun, to: Request.Keys.self).line(id: id)
          then(.stream(answer, lines, id))
        case .failure(let error): then(Self.failure(error, id: id))
        }
      }
    }
  }

  private func requireAdministrator(_ peer: Peer, for name: Request.Name) throws(RequestError) {
    if peer.isAdministrator { return }
    throw RequestError(
      .notAllowed,
      "\"\(name.rawValue)\" is for root and the members of the group scand-admin.")
  }

  private static func outcome(
    _ result: Result<EncodedAnswer, RequestError>, id: JSONValue?
  ) -> Outcome {
    switch result {
    case .success(let answer): .answer(answer.line(id: id))
    case .failure(let error): failure(error, id: id)
    }
  }

  /// The outcome that a request has failed.
  static func failure(_ error: RequestError, id: JSONValue?) -> Outcome {
    .answer(ServerLine(id: id, .error(error)).bytes)
  }
}

extension Request.Query {
  /// True if the daemon knows the answer without its files.
  fileprivate var isAboutDaemon: Bool {
    switch self {
    case .status, .scanners: true
    case .subscribers, .items, .recalls, .exceptions: false
    }
  }
}

extension Request.Command {
  /// True if it becomes durable with the next group of scans.
  fileprivate var isWrittenByJournal: Bool {
    switch self {
    case .acknowledge, .forgetSubscriber, .resolve: true
    case .setItems, .removeItem, .beginItemsAnew, .addRecall, .liftRecall, .backup: false
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
