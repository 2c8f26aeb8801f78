// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import Wire

/// The options for reaching the daemon, shared by every command that asks it.
struct ConnectionOptions: ParsableArguments {
  @Option(help: "The daemon's socket (default: $SCAND_SOCKET, else \(defaultSocketPath)).")
  var socket: String?

  private var path: String {
    socket ?? getenv("SCAND_SOCKET").map { String(cString: $0) } ?? defaultSocketPath
  }

  /// Connects.
  func connect() throws(FeedClientError) -> FeedConnection {
    try FeedConnection(path: path)
  }

  /// The daemon's answer to one request.
  func ask<Kind: AnsweredRequest>(_ request: Kind) throws -> Kind.Answer {
    try connect().answer(to: request)
  }
}

extension FeedClientError: CommandError {
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

// A refusal of the daemon is of use only with the next step.

extension FeedConnection {
  /// The daemon's answer to a request.
  func answer<Kind: AnsweredRequest>(
    to request: Kind, timeout: Duration = .seconds(70)
  ) throws(CommandFailure) -> Kind.Answer {
    do throws(FeedClientError) {
      return try ask(request, timeout: timeout)
    } catch {
      throw CommandFailure(error, asking: request)
    }
  }
}

extension CommandFailure {
  /// A request that was not carried out.
  init(_ error: FeedClientError, asking request: some AnsweredRequest) {
    self.init(error.exitCode, error.sentence(asking: request.request))
  }
}

extension FeedClientError {
  /// The reason why a request was not carried out and the next step, safe to show.
  func sentence(asking request: Request) -> String {
    guard code == .notAllowed, request.isAdministrative else { return sentence }
    return "Only administrators may do this. Type it with sudo in front, or become a member of the "
      + "group scand-admin: sudo usermod -aG scand-admin $USER, and log in again."
  }

  /// The error and the next step, safe to show.
  var sentence: String {
    switch code {
    case .notAllowed:
      "\(description) An administrator may act for everybody: type it with sudo in front."
    case .itemsUnavailable:
      "\(description) To set them aside and begin without any: sudo scanctl items begin-anew"
    default: description
    }
  }

  /// The daemon's own code of the error; nil if the error is not the daemon's.
  var code: RequestError.Code? {
    switch self {
    case .server(let error), .refused(let error): error.code
    default: nil
    }
  }
}
