// SPDX-License-Identifier: Apache-2.0

// Requests are answered one by one: the next is looked at when the answer to the one before has
// been written, and until then nothing is read from the socket. So a client that does not read its
// answers holds one answer, however much it asks.

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
    case waiting(PendingRead, until: Scheduled<Void>)
  }

  private let connections: Connections
  private var peer: Peer?
  private var context: ChannelHandlerContext?
  private var lines = RequestLines()
  private var work = Work.none
  private var follower: Follower?
  private var hasAsked = false
  private var isClosing = false
  private var isLingering = false

  /// A connection that is still to be admitted.
  init(_ connections: Connections) {
    self.connections = connections
  }

  /// Greets the client, or refuses it.
  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    guard !connections.isEnding, let peer = peer(of: context) else { return abort() }
    self.peer = peer
    guard connections.admit(self) else { return refuse() }
    work = .asking
    let position = Position(of: connections.handler.source)
    let hello = Hello(
      version: connections.greeting.version, host: connections.greeting.host,
      journal: position.journal, oldest: position.bounds.oldest, head: position.bounds.head)
    answer(ServerLine(.hello(hello)).bytes)
  }

  /// Adds the bytes that the client has sent.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isClosing { return }
    lines.append(Self.unwrapInboundIn(data).readableBytesView)
  }

  /// Handles the next request, if it is there.
  func channelReadComplete(context: ChannelHandlerContext) {
    if isLingering { context.read() } else { proceed() }
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
    self.context = nil
    isClosing = true
    if case .waiting(_, let timer) = work { timer.cancel() }
    work = .none
    follower?.stop()
    follower = nil
    if hasAsked, let peer { connections.noteEnd(of: peer) }
    connections.remove(self)
  }

  /// Ends the connection: reading has failed.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

extension Connection {
  private func peer(of context: ChannelHandlerContext) -> Peer? {
    let found = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
      of: NIOBSDSocket.Handle.self
    ) {
      Peer(
        of: $0, connection: connections.nextNumber(), administrators: connections.administrators)
    }
    return found ?? nil
  }
}

// Called by others on the event loop.
extension Connection {
  /// Sends the new records if the client waits for some.
  func headMoved(to position: Position) {
    follower?.headMoved(to: position)
    if case .waiting(let read, let timer) = work, read.isConcerned(by: position) {
      timer.cancel()
      attempt(read)
    }
  }

  /// Writes whole lines; `next` is called when the kernel has taken them.
  func write(_ lines: [UInt8], then next: @escaping () -> Void) {
    guard let context else { return }
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenSuccess(next)
    context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: lines)), promise: written)
  }

  /// Sends the reason, and closes.
  func end(with error: RequestError, id: JSONValue?) {
    isClosing = true
    follower?.stop()
    write(ServerLine(id: id, .error(error)).bytes) { [self] in linger() }
  }

  /// Closes the writing side, and reads past the bytes that the client is still sending for a while:
  /// a client whose write fails may never read the reason.
  private func linger() {
    guard let context, !connections.isEnding else { return abort() }
    isLingering = true
    context.close(mode: .output, promise: nil)
    context.read()
    connections.loop.assumeIsolated().scheduleTask(in: .seconds(2)) { [weak self] in self?.abort() }
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
    isClosing = true
    abort()
  }
}

// One request after the other.
extension Connection {
  private func proceed() {
    guard case .none = work, !isClosing else { return }
    switch lines.next() {
    case .line(let line):
      guard let peer else { return abort() }
      hasAsked = true
      work = .asking
      if connections.isEnding { lines.stop() }
      connections.run({ $0.handle(line, from: peer) }) { [self] in perform($0) }
    case .tooLong:
      end(with: .tooLong, id: nil)
    case .cut:
      work = .asking
      answer(ServerLine(.error(.cut)).bytes)
    case .more:
      context?.read()
    case .end:
      closeIfDone()
    }
  }

  private func perform(_ outcome: RequestHandler.Outcome) {
    guard context != nil, !isClosing else { return }
    switch outcome {
    case .answer(let lines): answer(lines)
    case .follow(let cursor): follow(cursor)
    case .wait(let read): wait(for: read)
    case .later(let begin): connections.wait(for: begin) { [self] in perform($0) }
    }
  }

  private func answer(_ lines: [UInt8]) {
    write(lines) { [self] in
      work = .none
      proceed()
    }
  }

  private func follow(_ cursor: FollowCursor) {
    guard follower == nil else {
      return answer(ServerLine(id: cursor.id, .error(.alreadyFollowing)).bytes)
    }
    if let name = cursor.subscriber { connections.claim(name, for: self) }
    let follower = Follower(cursor, on: self, of: connections)
    self.follower = follower
    follower.start()
    work = .none
    proceed()
  }

  private func wait(for read: PendingRead) {
    let position = Position(of: connections.handler.source)
    if connections.isEnding { return giveUp(read) }
    if read.isConcerned(by: position) { return attempt(read) }
    let timer = connections.loop.assumeIsolated().scheduleTask(deadline: read.deadline) {
      [weak self] in
      if let self { giveUp(read) }
    }
    work = .waiting(read, until: timer)
  }

  private func attempt(_ read: PendingRead) {
    work = .asking
    connections.run({ $0.resume(read) }) { [self] in perform($0) }
  }

  private func giveUp(_ read: PendingRead) {
    work = .asking
    let head = connections.handler.source.bounds().head
    answer(read.emptyAnswer(head: head))
  }

  /// Does not linger: refused clients are not counted, so they must not stay.
  private func refuse() {
    isClosing = true
    let error = RequestError.tooManyConnections(limit: connections.handler.limits.connections)
    write(ServerLine(.error(error)).bytes) { [self] in abort() }
  }
}

extension RequestError {
  fileprivate static let tooLong = RequestError(
    .tooLong, "A request has at most \(Request.maximumLength) bytes; the connection ends here.")

  fileprivate static let cut = RequestError(
    .malformed, "The last line was not ended; a request is a line.")

  fileprivate static let superseded = RequestError(
    .superseded, "Another connection follows under this subscriber's name now.")

  fileprivate static let alreadyFollowing = RequestError(
    .alreadyFollowing, "This connection follows already; open another one.")

  fileprivate static func tooManyConnections(limit: Int) -> RequestError {
    RequestError(
      .tooManyConnections,
      "There are \(limit) connections, which is the limit; end one and try again.")
  }
}
