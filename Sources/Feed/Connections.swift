// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Wire

/// The open connections and what they share; used on the event loop alone.
final class Connections {
  /// Answers requests.
  let handler: RequestHandler
  /// The event loop of all connections.
  let loop: any EventLoop
  /// The program and the machine, for `hello`.
  let greeting: (version: String, host: String)
  /// The group of those who may do what root may.
  let administrators: UInt32?
  /// The amounts that users hold.
  let ledger: Ledger
  /// The newest records.
  private(set) var tail = Tail()
  /// The turns that users take on the loop.
  let turns: LoopTurns
  private let windows: [RequestHandler.Later.Place: Window]
  private var open = ConnectionsByUser()
  /// The connection that follows under each name.
  private var named: [String: Connection] = [:]
  private var ended: EventLoopPromise<Void>?
  private var lastNumber: UInt64 = 0

  /// No connections yet.
  init(
    handler: RequestHandler, greeting: (version: String, host: String), administrators: UInt32?,
    loop: any EventLoop, turns: LoopTurns
  ) {
    self.handler = handler
    self.greeting = greeting
    self.administrators = administrators
    self.loop = loop
    self.turns = turns
    ledger = Ledger(handler.limits)
    windows = [
      .writer: Window(width: handler.limits.writesInHand),
      .elsewhere: Window(width: handler.limits.othersInHand),
    ]
  }

  /// True if the server is about to end.
  var isEnding: Bool { ended != nil }

  /// A number that no other connection has had.
  func newNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// Adds a connection.
  func add(_ connection: Connection, of peer: Peer) {
    open.add(connection, of: peer)
  }

  /// Forgets a connection that has ended.
  func remove(_ connection: Connection, of peer: Peer) {
    open.remove(connection, of: peer)
    if let name = connection.subscriber, named[name] === connection { named[name] = nil }
    if open.isEmpty { ended?.succeed() }
  }

  /// Lets a connection follow under a name, and ends the one that does so far.
  func claim(_ name: String, for connection: Connection) {
    let holder = named.updateValue(connection, forKey: name)
    if holder !== connection { holder?.supersede() }
  }

  /// Adds records that are durable now, and tells the connections that wait for some, in turns by user.
  func headMoved(by records: [EncodedRecord], of journal: String?) {
    if let journal { tail.append(records, of: journal) }
    open.forEach { $0.announceHead() }
  }

  /// The users who are connected and what they hold.
  func clients() -> ClientList {
    let batch = handler.source.unfinishedBatch
    let limits = handler.limits
    return ClientList(
      clients: ledger.accounts.map { info(of: $0, batch: batch) }.sorted {
        ($0.uid, $0.administrator ? 1 : 0) < ($1.uid, $1.administrator ? 1 : 0)
      }, connections: limits.connections, reservedConnections: limits.reservedConnections,
      bytes: limits.bytes)
  }

  private func info(of account: Account, batch: (uid: UInt32, bytes: Int)?) -> ClientInfo {
    let connections = open.connections(of: account)
    return ClientInfo(
      uid: account.uid, administrator: account.isAdministrator,
      connections: ledger.held(.connections, by: account),
      followers: connections.count(where: \.isFollowing),
      requests: connections.count(where: \.isAsking), bytes: ledger.held(.bytes, by: account),
      batch: account.isAdministrator && batch?.uid == account.uid ? batch?.bytes ?? 0 : 0,
      mostConnections: ledger.limit(.connections, of: account),
      mostBytes: ledger.limit(.bytes, of: account))
  }

  /// Ends every connection once it has what it asked for, or after `limits.shutdownTime`.
  ///
  /// - Returns: a future that succeeds when the last one has ended.
  func finish() -> EventLoopFuture<Void> {
    let ended = loop.makePromise(of: Void.self)
    self.ended = ended
    if open.isEmpty { ended.succeed() }
    open.forEach { $0.finish() }
    let time = TimeAmount(handler.limits.shutdownTime)
    loop.assumeIsolated().scheduleTask(in: time) {
      self.open.forEach { $0.abort() }
    }
    return ended.futureResult
  }
}

// Work elsewhere; `then` is called here.
extension Connections {
  /// Parses a request and begins to answer it.
  func handle(
    _ line: [UInt8], from peer: Peer, then: @escaping (RequestHandler.Outcome) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    handler.lanes.parsing.run((), for: peer.uid) { [handler, turns] _ in
      handler.handle(line, from: peer) { outcome in
        turns.add(for: peer.uid) { then.value(outcome) }
      }
      return true
    }
  }

  /// Looks for the next piece of an answer.
  func advance(
    _ answer: RecordAnswer, for peer: Peer,
    then: @escaping (RecordAnswer, RecordAnswer.Step) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    handler.lanes.reading.run(answer, for: peer.uid) { [handler, turns] answer in
      guard let step = answer.advance(in: handler.source, limits: handler.limits) else {
        return false
      }
      turns.add(for: peer.uid) { [answer] in then.value(answer, step) }
      return true
    }
  }

  /// Reads the next page of a follow.
  func advance(
    _ cursor: FollowCursor, for peer: Peer,
    then: @escaping (FollowCursor, Result<[UInt8], RequestError>) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    handler.lanes.following.run(cursor, for: peer.uid) { [handler, turns] cursor in
      guard let lines = cursor.advance(in: handler.source, limits: handler.limits) else {
        return false
      }
      turns.add(for: peer.uid) { [cursor] in then.value(cursor, lines) }
      return true
    }
  }

  /// Has the work of a request done elsewhere, as soon as its user has room there.
  func wait(
    for later: RequestHandler.Later, of peer: Peer,
    then: @escaping (RequestHandler.Outcome) -> Void
  ) {
    guard let window = windows[later.place] else { return }
    let then = NIOLoopBound(
      { (outcome: RequestHandler.Outcome) in
        window.leave(peer.uid)
        then(outcome)
      }, eventLoop: loop)
    window.enter(peer.uid) { [handler, turns] in
      handler.lanes.reading.run((), for: peer.uid) { [turns] _ in
        later.begin { outcome in turns.add(for: peer.uid) { then.value(outcome) } }
        return true
      }
    }
  }
}
