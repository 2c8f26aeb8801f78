// SPDX-License-Identifier: Apache-2.0

// One event loop serves all connections; three lanes beside it parse requests, look for what they ask, and read
// pages for followers. A published record takes the way: writer's thread, event loop (writes it); one that is
// older: following lane (reads it), event loop (writes it).

import NIOCore
import NIOPosix
import Synchronization
import SystemCalls
import Wire

/// Serves the journal on a Unix socket.
///
/// A server that was made must be ended by `shutdown()`, which ends its threads.
public final class FeedServer: Sendable {
  private struct Listening {
    var channel: any Channel
    var file: SocketFile?
  }

  /// The most bytes read from a connection at a time.
  private static let readBytes = 16_384

  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let lanes = Lanes()
  private let turns: LoopTurns
  private let connections: NIOLoopBoundBox<Connections>
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
  ///   - limits: the limits of what a client is given.
  public init(
    source: any FeedSource, version: String, host: String, administrators: UInt32? = nil,
    limits: FeedLimits = FeedLimits()
  ) {
    let loop = group.next()
    turns = LoopTurns(time: limits.loopTime)
    socketBuffer = limits.socketBuffer
    connections = NIOLoopBoundBox.makeBoxSendingValue(
      Connections(
        handler: RequestHandler(source: source, limits: limits, lanes: lanes),
        greeting: (version, host), administrators: administrators, loop: loop, turns: turns),
      eventLoop: loop)
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

  /// Sends records to the connections that wait for them. Never blocks.
  ///
  /// - Parameters:
  ///   - records: in the order of their cursors, once they are durable and the source's `bounds()` and
  ///     `page` show them; records that are left out are read from the source.
  ///   - journal: the uuid of their journal.
  public func announce(_ records: [EncodedRecord], of journal: String) {
    turns.add(for: LoopTurns.daemon) { [connections] in
      connections.value.headMoved(by: records, of: journal)
    }
  }

  /// Tells the connections that wait that the source has new records. Never blocks.
  public func announce() {
    turns.add(for: LoopTurns.daemon) { [connections] in
      connections.value.headMoved(by: [], of: nil)
    }
  }

  /// Ends: new clients are refused, pending requests are answered, recorded scans are sent to those who
  /// read them in time, and everything is closed within half a second. A second call returns at once.
  ///
  /// Waits on the calling thread, so that no pool of threads is needed for the end of the program.
  public func shutdown() {
    if isEnding.exchange(true, ordering: .relaxed) { return }
    let listening = listening.withLock { state in
      defer { state = nil }
      return state
    }
    try? listening?.channel.close().wait()
    listening?.file?.remove()
    let loop = group.next()
    try? loop.flatSubmit { [connections] in connections.value.finish() }.wait()
    // On the loop: the work that is dropped holds what belongs to it.
    try? loop.submit { [turns] in turns.close() }.wait()
    lanes.close()
    try? group.syncShutdownGracefully()
  }

  private func serve(_ descriptor: Int32, file: SocketFile?) throws(FeedError) {
    do {
      try turns.begin(on: group.next())
      let socket = try Descriptor(duplicating: descriptor)
      let channel = try bootstrap.withBoundSocket(descriptor).wait()
      // SwiftNIO has listened once more, for 128 clients at a time. A flood of connections fills that at once, and
      // whoever comes next is refused with EAGAIN.
      try socket.listen()
      listening.withLock { $0 = Listening(channel: channel, file: file) }
    } catch {
      file?.remove()
      throw .server("\(error)")
    }
  }

  private var bootstrap: ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.maxMessagesPerRead, value: 4)
      .serverChannelInitializer { [connections] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Admission(connections.value))
        }
      }
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes)
      )
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.socketOption(.so_sndbuf), value: .init(socketBuffer))
  }
}
