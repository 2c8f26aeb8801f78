// SPDX-License-Identifier: Apache-2.0

// One event loop serves all connections; two threads beside it read the journal. A published record
// takes the way: writer's thread, event loop, pool (reads it), event loop (writes it).

import NIOCore
import NIOPosix
import Synchronization
import SystemCalls

/// Serves the journal on a Unix socket.
///
/// A server that was made must be ended by `shutdown()`, which ends its threads.
public final class FeedServer: Sendable {
  private struct Listening {
    var channel: any Channel
    var file: SocketFile?
  }

  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let pool = NIOThreadPool(numberOfThreads: 2)
  private let door: LoopDoor
  private let hub: NIOLoopBoundBox<Hub>
  private let socketBuffer: Int32
  private let listening = Mutex<Listening?>(nil)
  private let isEnding = Atomic(false)

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - source: the journal.
  ///   - version: the program's version, for `hello`.
  ///   - host: the machine's name, for `hello`.
  ///   - administrators: the group of those who may do what root and the user of this process may.
  ///   - limits: how much a client is given.
  public init(
    source: any FeedSource, version: String, host: String, administrators: UInt32? = nil,
    limits: FeedLimits = FeedLimits()
  ) {
    let loop = group.next()
    door = LoopDoor(loop)
    socketBuffer = limits.socketBuffer
    hub = NIOLoopBoundBox.makeBoxSendingValue(
      Hub(
        desk: Desk(source: source, limits: limits), greeting: (version, host),
        administrators: administrators, loop: loop, pool: pool, door: door),
      eventLoop: loop)
    pool.start()
  }

  /// Serves a socket that listens already, such as one from the service manager.
  ///
  /// - Parameter descriptor: a listening Unix stream socket; the server closes it.
  public func start(listening descriptor: Int32) throws(FeedError) {
    guard isListening(descriptor) else {
      throw .server("file descriptor \(descriptor) is no listening socket.")
    }
    try serve(descriptor, file: nil)
  }

  /// Makes a socket file and serves it; a file that nobody listens to is replaced.
  ///
  /// - Parameters:
  ///   - path: at most 107 bytes; the directory is made if it is missing.
  ///   - mode: the file's permissions.
  ///   - group: the file's group; nil leaves the process's.
  public func start(
    path: String, mode: UInt32 = 0o660, group: UInt32? = nil
  ) throws(FeedError) {
    let file = try SocketFile(path: path, mode: mode, group: group)
    try serve(file.descriptor, file: file)
  }

  /// Sends records to those who wait for them; called by whoever recorded them, in order, once they
  /// are durable and the source's `bounds()` and `page` show them. Never blocks.
  ///
  /// Records that are left out are read from the source.
  public func announce(_ records: [PublishedRecord], of journal: String) {
    door.execute { [hub] in hub.value.headMoved(by: records, of: journal) }
  }

  /// Tells those who wait that the source has something new to read. Never blocks.
  public func announce() {
    door.execute { [hub] in hub.value.headMoved(by: [], of: nil) }
  }

  /// Ends: nobody new is let in, what was asked is answered, what is recorded is sent to those who
  /// read it in time, and all is closed within half a second. A second call returns at once.
  ///
  /// Waits on the calling thread: a program ends but once, and needs no pool of threads for that.
  public func shutdown() {
    if isEnding.exchange(true, ordering: .relaxed) { return }
    let listening = listening.withLock { state in
      defer { state = nil }
      return state
    }
    try? listening?.channel.close().wait()
    listening?.file?.remove()
    let loop = group.next()
    try? loop.flatSubmit { [hub] in hub.value.finish() }.wait()
    door.shut()
    pool.shutdownGracefully { _ in }
    try? group.syncShutdownGracefully()
  }

  private func serve(_ descriptor: Int32, file: SocketFile?) throws(FeedError) {
    do {
      let channel = try bootstrap.withBoundSocket(descriptor).wait()
      listening.withLock { $0 = Listening(channel: channel, file: file) }
    } catch {
      file?.remove()
      throw .server("\(error)")
    }
  }

  private var bootstrap: ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptPause())
        }
      }
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.socketOption(.so_sndbuf), value: .init(socketBuffer))
      .childChannelInitializer { [hub] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Connection(hub: hub.value))
        }
      }
  }
}
