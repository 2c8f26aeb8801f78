// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import Wire

/// Where the daemon is; every command that asks it has these.
struct ConnectionOptions: ParsableArguments {
  @Option(help: "The daemon's socket (default: $SCAND_SOCKET, else \(defaultSocketPath)).")
  var socket: String?

  private var path: String {
    socket ?? getenv("SCAND_SOCKET").map { String(cString: $0) } ?? defaultSocketPath
  }

  /// Connects, or ends the program with a sentence.
  func connect() -> FeedConnection {
    do throws(FeedClientError) {
      return try tryToConnect()
    } catch {
      fail(error)
    }
  }

  /// Connects.
  func tryToConnect() throws(FeedClientError) -> FeedConnection {
    try FeedConnection(path: path)
  }

  /// The daemon's answer to one request; without one the program ends with a sentence.
  func ask<Kind: AnsweredRequest>(_ request: Kind) -> Kind.Answer { connect().answer(to: request) }
}

/// Ends the program because the daemon cannot be asked or refuses.
func fail(_ error: FeedClientError) -> Never {
  fail(error.exitCode, error.sentence)
}

extension FeedClientError {
  /// The code of sysexits.h that tells a script what to do.
  var exitCode: Int32 {
    switch self {
    case .server(let error) where error.code == .notAllowed: EX_NOPERM
    case .server(let error) where error.code == .itemsUnavailable: EX_UNAVAILABLE
    case .server: EX_DATAERR
    case .notAllowed: EX_NOPERM
    case .pathTooLong: EX_USAGE
    case .otherProtocol, .malformed, .lineTooLong: EX_PROTOCOL
    case .system: EX_OSERR
    case .noSocket, .notListening, .refused, .timeout, .disconnected: EX_UNAVAILABLE
    }
  }
}
