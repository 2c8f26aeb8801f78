// SPDX-License-Identifier: Apache-2.0

// Requests are answered one by one: the next is looked at when the answer to the one before has
// been written, and until then nothing is read from the socket. So a client that asks and does not
// read its answers holds one answer, however much it asks.

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

  private let hub: Hub
  private var peer: Peer?
  private var context: ChannelHandlerContext?
  private var lines = RequestLines()
  private var work = Work.none
  private var follower: Follower?
  private var hasAsked = false
  private var isClosing = false
  private var isLingering = false

  /// A connection that `hub` is still to admit.
  init(hub: Hub) {
    self.hub = hub
  }

  /// Greets the client, or refuses it.
  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    guard !hub.isEnding, let peer = peer(of: context) else { return abort() }
    self.peer = peer
    guard hub.admit(self) else { return refuse() }
    work = .asking
    let position = Position(of: hub.desk.source)
    let (version, host) = hub.greeting
    answer(encoded { $0.hello(version: version, host: host, position) })
  }

  /// Takes what the client has sent.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isClosing { return }
    lines.append(Self.unwrapInboundIn(data).readableBytesView)
  }

  /// Looks whether there is a request.
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

  /// Lets everything go: the connection has ended.
  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    isClosing = true
    if case .waiting(_, let timer) = work { timer.cancel() }
    work = .none
    follower?.stop()
    follower = nil
    hub.remove(self)
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
    ) { Peer(of: $0, administrators: hub.administrators) }
    return found ?? nil
  }
}

// What others on the event loop call.
extension Connection {
  /// Sends what is new to whoever waits for it.
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

  /// Says why, and closes.
  func end(with error: RequestError, id: JSONValue?) {
    isClosing = true
    follower?.stop()
    write(encoded { $0.error(error, id: id) }) { [self] in linger() }
  }

  /// Says that nothing more comes, and reads past what the client is still sending, for a while:
  /// a client whose write fails may never look at what it was told.
  private func linger() {
    guard let context, !hub.isEnding else { return abort() }
    isLingering = true
    context.close(mode: .output, promise: nil)
    context.read()
    hub.loop.assumeIsolated().scheduleTask(in: .seconds(2)) { [weak self] in self?.abort() }
  }

  /// Answers what was asked, sends what is recorded, and closes. A client that has only just come
  /// is left the time to ask its question.
  func finish() {
    if isLingering { return abort() }
    guard hasAsked else { return }
    lines.stop()
    follower?.headMoved(to: Position(of: hub.desk.source))
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
    if let follower, !(hub.isEnding && follower.isDone) { return }
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
      if hub.isEnding { lines.stop() }
      hub.ask({ $0.outcome(of: line, from: peer) }) { [self] in take($0) }
    case .tooLong:
      end(with: .tooLong, id: nil)
    case .cut:
      work = .asking
      answer(encoded { $0.error(.cut, id: nil) })
    case .more:
      context?.read()
    case .end:
      closeIfDone()
    }
  }

  private func take(_ outcome: Desk.Outcome) {
    guard context != nil, !isClosing else { return }
    switch outcome {
    case .answer(let lines): answer(lines)
    case .follow(let cursor): follow(cursor)
    case .wait(let read): wait(for: read)
    case .later(let begin): hub.wait(for: begin) { [self] in take($0) }
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
      return answer(encoded { $0.error(.alreadyFollowing, id: cursor.id) })
    }
    if let name = cursor.subscriber { hub.claim(name, for: self) }
    let follower = Follower(cursor, on: self, of: hub)
    self.follower = follower
    follower.start()
    work = .none
    proceed()
  }

  private func wait(for read: PendingRead) {
    let position = Position(of: hub.desk.source)
    if hub.isEnding { return giveUp(read) }
    if read.isConcerned(by: position) { return attempt(read) }
    let timer = hub.loop.assumeIsolated().scheduleTask(deadline: read.deadline) { [weak self] in
      if let self { giveUp(read) }
    }
    work = .waiting(read, until: timer)
  }

  private func attempt(_ read: PendingRead) {
    work = .asking
    hub.ask({ $0.attempt(read) }) { [self] in take($0) }
  }

  private func giveUp(_ read: PendingRead) {
    work = .asking
    let head = hub.desk.source.bounds().head
    answer(read.emptyAnswer(head: head, limits: hub.desk.limits))
  }

  /// Does not linger: those who are refused are not counted, so they must not stay.
  private func refuse() {
    isClosing = true
    let error = RequestError.tooManyConnections(limit: hub.desk.limits.connections)
    write(encoded { $0.error(error, id: nil) }) { [self] in abort() }
  }
}

extension RequestError {
  fileprivate static let tooLong = RequestError(
    "too-long", "A request has at most \(Request.maximumLength) bytes; the connection ends here.")

  fileprivate static let cut = RequestError(
    "malformed", "The last line was not ended; a request is a line.")

  fileprivate static let superseded = RequestError(
    "superseded", "Another connection follows under this subscriber's name now.")

  fileprivate static let alreadyFollowing = RequestError(
    "already-following", "This connection follows already; open another one.")

  fileprivate static func tooManyConnections(limit: Int) -> RequestError {
    RequestError(
      "too-many-connections",
      "There are \(limit) connections, which is the limit; end one and try again.")
  }
}
