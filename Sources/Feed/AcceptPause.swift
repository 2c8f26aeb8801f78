// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Stops accepting for a moment after accept(2) has failed.
///
/// With no file descriptor left (EMFILE) the waiting client keeps the listening socket readable, and
/// the event loop would try again without end.
final class AcceptPause: ChannelDuplexHandler {
  typealias InboundIn = Channel
  typealias InboundOut = Channel
  typealias OutboundIn = Never

  private static let time = TimeAmount.milliseconds(100)
  private var isPaused = false

  /// Begins the pause.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isPaused else { return }
    isPaused = true
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.value.eventLoop.assumeIsolated().scheduleTask(in: Self.time) {
      self.isPaused = false
      context.value.read()
    }
  }

  /// Lets the channel accept, unless there is a pause.
  func read(context: ChannelHandlerContext) {
    if !isPaused { context.read() }
  }
}
