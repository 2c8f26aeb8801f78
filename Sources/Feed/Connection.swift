// SPDX-License-Identifier: Apache-2.0

// Requests are answered one by one: the next is looked at when the answer to the one before has
// been written. Until then a few more requests are read, which are charged to the user, and then nothing. So a
// client that does not read its answers holds one piece of one answer, however much it asks.

import NIOCore
import Wire

/// One client; used on the event loop alone.
final class Connection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Work {
    /// No request is in hand.
    case none
    /// One is being answered, or its answer written.
    case asking
    /// A `read` waits for a record.
    case waiting(RecordAnswer, until: Scheduled<Void>)
  }

  /// The time in microseconds that it takes to read from a socket (measured).
  private static let readTime: Int64 = 20

  let connections: Connections
  let peer: Peer
  private var context: ChannelHandlerContext?
  private var lines = RequestLines()
  private var work = Work.none
  private var follower: Follower?
  var streamer: Streamer?
  let holdings: Holdings
  private var idleTimer: Scheduled<Void>?
  /// The time since when the kernel has not taken what was written; nil: it has taken everything.
  private var writing: NIODeadline?
  private var hasAsked = false
  /// True if the news of new records waits for the user's turn.
  private var isTold = false
  /// True if a read waits for the user's turn.
  private var isReading = false
  private var isClosing = false
  private var isLingering = false

  /// A connection that is charged to its user already.
  init(_ connections: Connections, of peer: Peer, _ holdings: Holdings) {
    self.connections = connections
    self.peer = peer
    self.holdings = holdings
  }

  /// Greets the client.
  func channelActive(context: ChannelHandlerContext) {
    connections.turns.noteEvent(of: peer.uid)
    self.context = context
    guard !connections.isEnding else { return abort() }
    connections.add(self, of: peer)
    idleTimer = after(connections.handler.limits.idleTime) { $0.endIfIdle() }
    work = .asking
    let position = Position(of: connections.handler.source)
    let hello = Hello(
      version: connections.greeting.version, host: connections.greeting.host,
      journal: position.journal, oldest: position.bounds.oldest, head: position.bounds.head)
    answer(ServerLine(.hello(hello)).bytes)
  }

  /// Adds the bytes that the client has sent.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    connections.turns.noteEvent(of: peer.uid)
    if isClosing { return }
    lines.append(Self.unwrapInboundIn(data).readableBytesView)
    do throws(RequestError) {
      try holdings.waiting(lines.count)
    } catch {
      refuseMore(error)
    }
  }

  /// Handles the next request, if it is there.
  func channelReadComplete(context: ChannelHandlerContext) {
    if isLingering { return readOn() }
    if case .none = work { proceed() } else { readAhead() }
  }

  /// Notes that the client has closed its writing side (shutdown(2)).
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case ChannelEvent.inputClosed = event else {
      return context.fireUserInboundEventTriggered(event)
    }
    if isLingering { return abort() }
    lines.finish()
    proceed()
  }

  /// Forgets everything: the connection has ended.
  func channelInactive(context: ChannelHandlerContext) {
    connections.turns.noteEvent(of: peer.uid)
    self.context = nil
    isClosing = true
    idleTimer?.cancel()
    if case .waiting(_, let timer) = work { timer.cancel() }
    work = .none
    follower?.stop()
    lines = RequestLines()
    connections.remove(self, of: peer)
    (follower, streamer) = (nil, nil)
    holdings.end()
    if hasAsked { connections.handler.source.ended(peer) }
  }

  /// Ends the connection: reading has failed.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

extension Connection {
  /// True if records are sent as they come.
  var isFollowing: Bool { follower != nil }

  /// True if a request is not answered yet.
  var isAsking: Bool { if case .none = work { false } else { hasAsked } }

  /// The name under which the client follows.
  var subscriber: String? { follower?.subscriber }

  private func after(
    _ time: Duration, _ body: @escaping (Connection) -> Void
  ) -> Scheduled<Void> {
    connections.loop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
      if let self { body(self) }
    }
  }
}

// Called by others on the event loop.
extension Connection {
  /// Sends the new records, when it is the user's turn, if the client waits for some.
  func announceHead() {
    guard !isTold, isWaitingForRecords else { return }
    isTold = true
    let bound = NIOLoopBound(self, eventLoop: connections.loop)
    connections.turns.add(for: peer.uid) {
      bound.value.isTold = false
      bound.value.headMoved(to: Position(of: bound.value.connections.handler.source))
    }
  }

  private var isWaitingForRecords: Bool {
    if case .waiting = work { true } else { follower != nil }
  }

  private func headMoved(to position: Position) {
    follower?.headMoved(to: position)
    if case .waiting(let read, let timer) = work, read.isConcerned(by: position) {
      timer.cancel()
      advance(read)
    }
  }

  /// Writes whole lines, or a piece of one; `next` is called when the kernel has taken them.
  func write(_ lines: [UInt8], then next: @escaping () -> Void) {
    guard let context else { return }
    // The array is not kept until then: the buffer is a copy of it.
    let count = lines.count
    holdings.writing(count)
    writing = writing ?? .now()
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenSuccess { [self] in
      holdings.written(count)
      writing = nil
      next()
    }
    context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: lines)), promise: written)
  }

  /// Reads the next page of a follow; `then` is called here.
  func advance(
    _ cursor: FollowCursor,
    then: @escaping (FollowCursor, Result<[UInt8], RequestError>) -> Void
  ) {
    holdings.beginWork()
    connections.advance(cursor, for: peer) { [self] cursor, lines in
      holdings.endWork()
      then(cursor, lines)
    }
  }

  /// Sends the reason, and closes.
  ///
  /// - Parameter lingers: true if the bytes that the client is still sending are read past first.
  func end(with error: RequestError, id: JSONValue?, lingers: Bool = true) {
    isClosing = true
    follower?.stop()
    write(ServerLine(id: id, .error(error)).bytes) { [self] in lingers ? linger() : abort() }
    // A client that does not read is not waited for.
    _ = after(.seconds(4)) { $0.abort() }
  }

  /// Closes the writing side, and reads past the bytes that the client is still sending for a while:
  /// a client whose write fails may never read the reason.
  private func linger() {
    guard let context, !connections.isEnding else { return abort() }
    isLingering = true
    context.close(mode: .output, promise: nil)
    readOn()
    _ = after(.seconds(2)) { $0.abort() }
  }

  /// Answers pending requests, sends recorded scans, and closes. A client that has only just connected
  /// is left the time to ask.
  func finish() {
    if isLingering { return abort() }
    guard hasAsked else { return }
    lines.stop()
    follower?.headMoved(to: Position(of: connections.handler.source))
    if case .waiting(let read, let timer) = work {
      timer.cancel()
      giveUp(read)
    } else {
      proceed()
    }
  }

  /// Ends the follow: another connection follows under its name.
  func supersede() {
    guard !isClosing else { return }
    end(with: .superseded, id: follower?.id)
  }

  /// Closes at once.
  func abort() {
    context?.close(promise: nil)
  }

  /// Closes if nothing is left to be sent and no more can be asked.
  func closeIfDone() {
    guard case .none = work, !isClosing, lines.isFinished else { return }
    if let follower, !(connections.isEnding && follower.isDone) { return }
    if streamer != nil { return }
    isClosing = true
    abort()
  }
}

// One request after the other.
extension Connection {
  private func proceed() {
    guard case .none = work, !isClosing else { return }
    switch lines.next() {
    case .line(let line): ask(line)
    case .tooLong:
      end(with: .tooLong, id: nil)
    case .cut:
      work = .asking
      answer(ServerLine(.error(.cut)).bytes)
    case .more: readOn()
    case .end:
      closeIfDone()
    }
  }

  /// Reads some more requests while one is being answered.
  private func readAhead() {
    guard !isClosing, lines.count < Holdings.requestsAhead else { return }
    readOn()
  }

  /// Reads what the client sends, when it is the user's turn.
  private func readOn() {
    guard !isReading else { return }
    isReading = true
    let bound = NIOLoopBound(self, eventLoop: connections.loop)
    connections.turns.add(for: peer.uid) {
      let connection = bound.value
      connection.isReading = false
      connection.connections.turns.expect(Self.readTime)
      connection.context?.read()
    }
  }

  private func ask(_ line: [UInt8]) {
    hasAsked = true
    idleTimer?.cancel()
    idleTimer = nil
    work = .asking
    do throws(RequestError) {
      try holdings.asking(line.count, waiting: lines.count)
    } catch {
      return refuseMore(error)
    }
    if connections.isEnding { lines.stop() }
    holdings.beginWork()
    connections.handle(line, from: peer) { [self] in perform($0) }
    readAhead()
  }

  private func perform(_ outcome: RequestHandler.Outcome) {
    holdings.endWork()
    guard context != nil, !isClosing else { return }
    switch outcome {
    case .answer(let lines): answer(lines)
    case .follow(let cursor): follow(cursor)
    case .records(let answer): advance(answer)
    case .stream(let first, let lines, let id): send(first, then: lines, id)
    case .clients(let id):
      answer(EncodedAnswer(connections.clients(), to: Request.Clients.self).line(id: id))
    case .later(let later):
      holdings.beginWork()
      connections.wait(for: later, of: peer) { [self] in perform($0) }
    }
  }

  /// Writes the answer to the request in hand, and turns to the next one.
  func answer(_ lines: [UInt8]) {
    write(lines) { [self] in turnToNext() }
  }

  /// Handles the next request: the one in hand is answered.
  func turnToNext() {
    work = .none
    holdings.answered()
    proceed()
  }

  private func follow(_ cursor: FollowCursor) {
    guard follower == nil else {
      return answer(ServerLine(id: cursor.id, .error(.alreadyFollowing)).bytes)
    }
    let follower = Follower(cursor, on: self, of: connections)
    self.follower = follower
    if let name = cursor.subscriber { connections.claim(name, for: self) }
    follower.start()
    work = .none
    holdings.following()
    proceed()
  }

  /// Closes a connection that has asked nothing, so that it does not keep others out.
  private func endIfIdle() {
    guard !hasAsked, !isClosing else { return }
    end(with: .idle(connections.handler.limits.idleTime), id: nil)
  }

  /// Ends the connection of a user that holds too much, and with it what the kernel holds. A client that does not
  /// read would not read this either.
  private func refuseMore(_ error: RequestError) {
    if writing == nil { end(with: error, id: nil, lingers: false) } else { abort() }
  }
}

// Answers with records.
extension Connection {
  private func advance(_ answer: RecordAnswer) {
    work = .asking
    holdings.beginWork()
    connections.advance(answer, for: peer) { [self] answer, step in
      holdings.endWork()
      guard context != nil, !isClosing else { return }
      perform(step, of: answer)
    }
  }

  private func perform(_ step: RecordAnswer.Step, of answer: RecordAnswer) {
    switch step {
    case .piece(let bytes): write(bytes) { [self] in advance(answer) }
    case .last(let bytes): self.answer(bytes)
    case .failure(let error): self.answer(ServerLine(id: answer.id, .error(error)).bytes)
    case .wait: wait(for: answer)
    }
  }

  private func wait(for read: RecordAnswer) {
    let position = Position(of: connections.handler.source)
    if connections.isEnding { return giveUp(read) }
    if read.isConcerned(by: position) { return advance(read) }
    let timer = connections.loop.assumeIsolated().scheduleTask(deadline: read.deadline) {
      [weak self] in
      if let self { giveUp(read) }
    }
    work = .waiting(read, until: timer)
  }

  private func giveUp(_ read: RecordAnswer) {
    work = .asking
    var read = read
    perform(read.last(), of: read)
  }
}
