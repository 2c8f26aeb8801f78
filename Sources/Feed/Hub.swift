// SPDX-License-Identifier: Apache-2.0

// Everything about connections happens on one event loop, without locks. Other threads come in by
// one door, which is shut before the loop ends.

import NIOCore
import NIOPosix
import Synchronization

/// The door to the event loop.
final class LoopDoor: Sendable {
  private let loop: Mutex<(any EventLoop)?>

  /// The open door to `loop`.
  init(_ loop: any EventLoop) {
    self.loop = Mutex(loop)
  }

  /// Runs `work` on the event loop soon; drops it after `shut()`. Never blocks.
  func execute(_ work: @escaping @Sendable () -> Void) {
    loop.withLock { $0?.execute(work) }
  }

  /// Lets nothing in any more.
  func shut() {
    loop.withLock { $0 = nil }
  }
}

/// The connections and what they share; used on the event loop alone.
final class Hub {
  /// Answers requests.
  let desk: Desk
  /// Where all this happens.
  let loop: any EventLoop
  /// What `hello` says of the program and the machine.
  let greeting: (version: String, host: String)
  /// The group of those who may do what root may.
  let administrators: UInt32?
  /// The newest records.
  private(set) var tail = Tail()
  private let pool: NIOThreadPool
  private let door: LoopDoor
  private var connections: [ObjectIdentifier: Connection] = [:]
  /// Who follows under a name.
  private var named: [String: Connection] = [:]
  private var ended: EventLoopPromise<Void>?

  /// A hub without connections.
  init(
    desk: Desk, greeting: (version: String, host: String), administrators: UInt32?,
    loop: any EventLoop, pool: NIOThreadPool, door: LoopDoor
  ) {
    self.desk = desk
    self.greeting = greeting
    self.administrators = administrators
    self.loop = loop
    self.pool = pool
    self.door = door
  }

  /// Whether the server is about to end.
  var isEnding: Bool { ended != nil }

  /// Takes a connection in; false if there are too many.
  func admit(_ connection: Connection) -> Bool {
    guard connections.count < desk.limits.connections else { return false }
    connections[ObjectIdentifier(connection)] = connection
    return true
  }

  /// Forgets a connection that has ended.
  func remove(_ connection: Connection) {
    connections[ObjectIdentifier(connection)] = nil
    for (name, holder) in named where holder === connection { named[name] = nil }
    if connections.isEmpty { ended?.succeed() }
  }

  /// Lets a connection follow under a name, and ends the one that does so far.
  func claim(_ name: String, for connection: Connection) {
    let holder = named.updateValue(connection, forKey: name)
    holder?.supersede()
  }

  /// Takes records that are durable now, and tells whoever waits for some.
  func headMoved(by records: [PublishedRecord], of journal: String?) {
    if let journal { tail.append(records, of: journal) }
    let position = Position(of: desk.source)
    for connection in connections.values { connection.headMoved(to: position) }
  }

  /// Runs `work` on the pool and `then` here.
  func ask<T: Sendable>(
    _ work: @escaping @Sendable (Desk) -> T, then: @escaping (T) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    pool.submit { [desk, door] state in
      guard state == .active else { return }
      let result = work(desk)
      door.execute { then.value(result) }
    }
  }

  /// Runs `begin` on the pool, and `then` here once somebody says what becomes of the request.
  func wait(
    for begin: @escaping @Sendable (_ then: @escaping @Sendable (Desk.Outcome) -> Void) -> Void,
    then: @escaping (Desk.Outcome) -> Void
  ) {
    let then = NIOLoopBound(then, eventLoop: loop)
    pool.submit { [door] state in
      guard state == .active else { return }
      begin { outcome in door.execute { then.value(outcome) } }
    }
  }

  /// Lets every connection end once it has what it asked for, or after `desk.limits.shutdownTime`.
  ///
  /// - Returns: succeeds when the last one has ended.
  func finish() -> EventLoopFuture<Void> {
    let ended = loop.makePromise(of: Void.self)
    self.ended = ended
    if connections.isEmpty { ended.succeed() }
    for connection in connections.values { connection.finish() }
    let time = TimeAmount(desk.limits.shutdownTime)
    loop.assumeIsolated().scheduleTask(in: time) {
      for connection in self.connections.values { connection.abort() }
    }
    return ended.futureResult
  }
}
