// SPDX-License-Identifier: Apache-2.0

// To make a connection takes the event loop a hundred times as long as it takes a client to ask for one. So users take
// turns at that, too: a connection is charged to its user as soon as it is accepted, which costs little, and made
// when it is the user's turn.

import NIOCore
import SystemCalls
import Wire

/// Lets connections in that were accepted; used on the event loop alone.
final class Admission: ChannelInboundHandler {
  typealias InboundIn = Channel
  typealias InboundOut = Channel

  private struct Arrival {
    let channel: any Channel
    let connection: Connection
  }

  /// The time in microseconds that SwiftNIO takes to make a connection (measured).
  private static let connectionTime: Int64 = 100
  private static let pause = TimeAmount.milliseconds(100)

  private let connections: Connections
  private var arrivals: [ObjectIdentifier: Arrival] = [:]
  private var context: ChannelHandlerContext?

  /// Lets connections in to `connections`.
  init(_ connections: Connections) {
    self.connections = connections
  }

  /// Charges a connection to its user, and has it made or refuses it.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    self.context = context
    let channel = Self.unwrapInboundIn(data)
    guard !connections.isEnding, let peer = peer(of: channel) else {
      return channel.close(promise: nil)
    }
    connections.turns.noteEvent(of: peer.uid)
    do throws(RequestError) {
      let holdings = try Holdings(of: peer, in: connections.ledger, connections.handler.limits)
      let connection = Connection(connections, of: peer, holdings)
      line(up: Arrival(channel: channel, connection: connection), peer)
    } catch {
      refuse(channel, error)
    }
  }

  /// Closes the connections that have not been made yet: the server ends.
  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    for arrival in arrivals.values { arrival.channel.close(promise: nil) }
    arrivals = [:]
    context.fireChannelInactive()
  }

  /// Stops accepting for a moment after accept(2) has failed.
  ///
  /// With no file descriptor left (EMFILE) the waiting client keeps the listening socket readable, and
  /// the event loop would try again without end. Only switching `autoRead` off takes the socket out of
  /// what the loop waits for.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let channel = context.channel
    _ = channel.setOption(.autoRead, value: false)
    channel.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
      _ = channel.setOption(.autoRead, value: true)
    }
  }

  private func line(up arrival: Arrival, _ peer: Peer) {
    let id = ObjectIdentifier(arrival.channel)
    arrivals[id] = arrival
    let bound = NIOLoopBound(self, eventLoop: connections.loop)
    connections.turns.add(for: peer.uid) { bound.value.admit(id) }
  }

  private func admit(_ id: ObjectIdentifier) {
    guard let context, let arrival = arrivals.removeValue(forKey: id) else { return }
    connections.turns.expect(Self.connectionTime)
    do {
      try arrival.channel.pipeline.syncOperations.addHandler(arrival.connection)
      context.fireChannelRead(Self.wrapInboundOut(arrival.channel))
    } catch {
      arrival.channel.close(promise: nil)
    }
  }

  private func peer(of channel: any Channel) -> Peer? {
    let connections = connections
    return withSocket(of: channel) {
      Peer(
        of: $0, administrators: connections.administrators, connection: connections.newNumber())
    }
  }

  /// Says the reason, as far as the kernel takes it at once, and closes.
  private func refuse(_ channel: any Channel, _ error: RequestError) {
    let line = ServerLine(.error(error)).bytes
    // The socket does not block: SwiftNIO has accepted it so.
    _ = withSocket(of: channel) { try? Descriptor(duplicating: $0).send(line[...]) }
    channel.close(promise: nil)
  }

  private func withSocket<Value>(of channel: any Channel, _ body: (Int32) -> Value?) -> Value? {
    let value = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
      of: NIOBSDSocket.Handle.self, body)
    return value ?? nil
  }
}
