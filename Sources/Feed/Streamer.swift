// SPDX-License-Identifier: Apache-2.0

// Lines that come from elsewhere and are kept by nobody, such as key events, are sent as records are:
// one piece is on its way, and only when the kernel has taken it all is the next one fetched. The source
// bounds what waits meanwhile, and says in a line what found no room.

import NIOCore
import Wire

/// Lines that come from elsewhere until they end. Nobody is asked for them any more when the last reference
/// goes.
public protocol LineStream: AnyObject, Sendable {
  /// The memory that the stream takes, in bytes.
  var memory: Int { get }
  /// The next piece of some KiB at most; must not block.
  ///
  /// - Parameters:
  ///   - id: the client's mark, repeated in every line.
  ///   - call: is called once, on any thread, when there is something; only after `.nothing`.
  func next(id: JSONValue?, orCall call: @escaping @Sendable () -> Void) -> StreamPiece
}

/// A piece of a stream.
public enum StreamPiece: Sendable, Equatable {
  /// Whole lines; more may follow at once.
  case lines([UInt8])
  /// The last lines.
  case last([UInt8])
  /// Nothing yet.
  case nothing
}

/// Sends one connection the lines of a stream; used on the event loop alone.
final class Streamer {
  private struct Weak { weak var streamer: Streamer? }

  private let lines: any LineStream
  private let id: JSONValue?
  private let user: UInt32
  private let connection: Connection
  private let connections: Connections

  /// A streamer of `lines` for a user that has given them this mark.
  init(
    _ lines: any LineStream, id: JSONValue?, to connection: Connection, of user: UInt32,
    _ connections: Connections
  ) {
    self.lines = lines
    self.id = id
    self.user = user
    self.connection = connection
    self.connections = connections
  }

  /// Sends what is there, and then what comes.
  func goOn() {
    // The stream keeps the closure: it must not keep the stream.
    let bound = NIOLoopBound(Weak(streamer: self), eventLoop: connections.loop)
    let piece = lines.next(id: id) { [turns = connections.turns, user] in
      turns.add(for: user) { bound.value.streamer?.goOn() }
    }
    switch piece {
    case .lines(let bytes): connection.write(bytes) { [self] in goOn() }
    case .last(let bytes): connection.write(bytes) { [self] in connection.endStream() }
    case .nothing: break
    }
  }
}

extension Connection {
  /// Sends the answer to the request in hand, then the lines of a stream.
  func send(_ first: [UInt8], then lines: any LineStream, _ id: JSONValue?) {
    guard streamer == nil else {
      return answer(ServerLine(id: id, .error(.alreadyStreaming)).bytes)
    }
    let streamer = Streamer(lines, id: id, to: self, of: peer.uid, connections)
    self.streamer = streamer
    holdings.streaming(lines.memory)
    write(first) { streamer.goOn() }
    turnToNext()
  }

  /// Notes that the stream has ended.
  fileprivate func endStream() {
    streamer = nil
    holdings.streaming(0)
    closeIfDone()
  }
}
