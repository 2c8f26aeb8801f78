// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Stops accepting for a moment after accept(2) has failed.
///
/// With no file descriptor left (EMFILE) the waiting client keeps the listening socket readable, and
/// the event loop would try again without end. Only switching `autoRead` off takes the socket out of
/// what the loop waits for.
final class AcceptPause: ChannelInboundHandler {
  typealias InboundIn = Channel
  typealias InboundOut = Channel

  private static let time = TimeAmount.milliseconds(100)

  /// Begins the pause.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let channel = context.channel
    _ = channel.setOption(.autoRead, value: false)
    channel.eventLoop.assumeIsolated().scheduleTask(in: Self.time) {
      _ = channel.setOption(.autoRead, value: true)
    }
  }
}
