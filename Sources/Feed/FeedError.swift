// SPDX-License-Identifier: Apache-2.0

import SystemCalls

/// The reason why the server cannot listen.
public enum FeedError: Error, Sendable, Equatable {
  /// A path of a Unix socket has at most 107 bytes (unix(7)).
  case pathTooLong(String)
  /// Something that is not a socket is in the way; it is left alone.
  case notASocket(String)
  /// Another program listens there.
  case inUse(String)
  /// A system call failed.
  case system(call: String, path: String, errno: Int32)
  /// The event loop does not take the socket.
  case server(String)
}

extension FeedError: CustomStringConvertible {
  /// The error and its remedy.
  public var description: String {
    switch self {
    case .pathTooLong(let path):
      "\(path) is too long for a socket: at most 107 bytes."
    case .notASocket(let path):
      "\(path) is there and is not a socket; move it away or choose another path."
    case .inUse(let path):
      "\(path) is in use by another program; is scand running already?"
    case .system(let call, let path, let errno):
      "\(path): \(call): \(Errno(rawValue: errno))"
    case .server(let text):
      "The socket cannot be served: \(text)"
    }
  }
}
