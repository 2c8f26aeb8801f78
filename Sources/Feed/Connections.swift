// SPDX-License-Identifier: Apache-2.0

// Everything about connections happens on one event loop, without locks. Other threads hand it work
// through one executor, which is closed before the loop ends.

import NIOCore
import NIOPosix
import Synchronization
import Wire

/// Runs work of other threads on the event loop.
final class LoopExecutor: Sendable {
  private let loop: Mutex<(any EventLoop)?>

  /// An executor on `loop`.
  init(_ loop: any EventLoop) {
    self.loop = Mutex(loop)
  }

  /// Runs `work` on the event loop soon; drops it after `close()`. Never blocks.
  func execute(_ work: @escaping @Sendable () -> Void) {
    loop.withLock { $0?.execute(work) }
  }

  /// Drops all work from now on.
  func close() {
    loop.withLock { $0 = nil }
  }
}

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
  /// The newest records.
  private(set) var tail = Tail()
  private let pool: NIOThreadPool
  private let executor: LoopExecutor
  private var open: [ObjectIdentifier: Connection] = [:]
  /// The connection that follows under each name.
  private var named: [String: Connection] = [:]
  private var ended: EventLoopPromise<Void>?
  private var lastNumber: UInt64 = 0

  /// No connections yet.
  init(
    handler: RequestHandler, greeting: (version: String, host: String), administrators: UInt32?,
    loop: any EventLoop, pool: NIOThreadPool, executor: LoopExecutor
  ) {
    self.handler = handler
    self.greeting = greeting
    self.administrators = administrators
    self.loop = loop
    self.pool = pool
    self.executor = executor
  }

  /// True if the server is about to end.
  var isEnding: Bool { ended != nil }

  /// A number that no connection has had.
  func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// Tells the journal on the pool that a connection that has asked something has ended.
  func noteEnd(of peer: Peer) {
    run({ $0.source.ended(peer) }) { _ in }
  }

  /// Adds a connection; false if there are too many.
  func admit(_ connection: Connection) -> Bool {
    guard open.count < handler.limits.connections else { return false }
    open[ObjectIdentifier(connection)] = connection
    return true
  }

  /// Forgets a connection that has ended.
  func remove(_ connection: Connection) {
    open[ObjectIdentifier(connection)] = nil
    for (name, holder) in named where holder === connection { named[name] = nil }
    if open.isEmpty { ended?.succeed() }
  }

  /// Lets a connection follow under a name, and ends the one that does so far.
  func claim(_ name: String, for connection: Connection) {
    let holder = named.updateValue(connection, forKey: name)
    holder?.supersede()
  }

  /// Adds records that are durable now, and tells the connections that wait for some.
  func headMoved(by records: [EncodedRecord], of journal: String?) {
    if let journal { tail.append(records, of: journal) }
    let position = Position(of: handler.source)
    for connection in open.values { connection.headMoved(to: position) }
  }

  /// Runs `work` on the pool and `then` here.
  func run<T: Sendable>(
    _ work: @escaping @Sendable (RequestHandler) -> T, then: @escaping (T) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    pool.submit { [handler, executor] state in
      guard state == .active else { return }
      let result = work(handler)
      executor.execute { then.value(result) }
    }
  }

  /// Runs `begin` on the pool, and `then` here once the outcome of the request is told.
  func wait(
    for begin:
      @escaping @Sendable (_ then: @escaping @Sendable (RequestHandler.Outcome) -> Void) -> Void,
    then: @escaping (RequestHandler.Outcome) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    pool.submit { [executor] state in
      guard state == .active else { return }
      begin { outcome in executor.execute { then.value(outcome) } }
    }
  }

  /// Ends every connection once it has what it asked for, or after `limits.shutdownTime`.
  ///
  /// - Returns: a future that succeeds when the last one has ended.
  func finish() -> EventLoopFuture<Void> {
    let ended = loop.makePromise(of: Void.self)
    self.ended = ended
    if open.isEmpty { ended.succeed() }
    for connection in open.values { connection.finish() }
    let time = TimeAmount(handler.limits.shutdownTime)
    loop.assumeIsolated().scheduleTask(in: time) {
      for connection in self.open.values { connection.abort() }
    }
    return ended.futureResult
  }
}
