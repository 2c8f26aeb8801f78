// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import Wire

/// The reason why there is no connection, or no further line on it.
public enum FeedClientError: Error, Sendable, Equatable {
  /// A path of a Unix socket has at most 107 bytes (unix(7)).
  case pathTooLong(String)
  /// There is no such file (ENOENT).
  case noSocket(String)
  /// The file is there and no program listens (ECONNREFUSED).
  case notListening(String)
  /// The file's permissions deny access to this user (EACCES).
  case notAllowed(String)
  /// The server refuses the connection.
  case refused(RequestError)
  /// The server speaks a protocol that this client does not know.
  case otherProtocol(Int)
  /// The server answered with an error.
  case server(RequestError)
  /// Nothing came, or nothing could be sent, in the time given; one may try again to read.
  case timeout
  /// The connection ended within a line, or before an answer.
  case disconnected
  /// A line has more than 16 MiB.
  case lineTooLong
  /// A line is not one of the protocol; its beginning, safe to show.
  case malformed(String)
  /// A system call failed.
  case system(call: String, errno: Int32)
}

extension FeedClientError: CustomStringConvertible {
  /// The error and its cure, safe to show on a terminal.
  public var description: String {
    switch self {
    case .pathTooLong(let path):
      "\(visible(path)) is too long for a socket: at most 107 bytes."
    case .noSocket(let path):
      "There is no socket \(visible(path)). Is scand running? See: systemctl status scand"
    case .notListening(let path):
      "No program listens on \(visible(path)): scand has ended. See: systemctl status scand"
    case .notAllowed(let path):
      "You may not use \(visible(path)): members of the group scand may. "
        + "Type: sudo usermod -aG scand $USER, and log in again."
    case .refused(let error), .server(let error):
      visible(error.text)
    case .otherProtocol(let version):
      "The server speaks protocol \(version); this program knows \(protocolVersion). "
        + "Update the older one."
    case .timeout:
      "scand has not answered in time."
    case .disconnected:
      "scand has ended the connection."
    case .lineTooLong:
      "The server sent a line of more than 16 MiB."
    case .malformed(let line):
      "The server sent a line that is not understood: \(line)"
    case .system(let call, let errno):
      "\(call): \(Errno(rawValue: errno))"
    }
  }
}
