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

  /// The daemon's answer to one question.
  func ask(_ question: Request.Question) -> JSONValue { connect().answer(to: question) }

  /// The daemon's answer to one order, once it is carried out.
  func give(_ order: Request.Order) -> JSONValue { connect().answer(to: order) }
}

/// Ends the program because the daemon cannot be asked or refuses.
func fail(_ error: FeedClientError) -> Never {
  fail(error.exitCode, error.sentence)
}

extension FeedClientError {
  /// The code of sysexits.h that tells a script what to do.
  var exitCode: Int32 {
    switch self {
    case .server(let error) where error.code == "not-allowed": EX_NOPERM
    case .server(let error) where error.code == "items-unavailable": EX_UNAVAILABLE
    case .server: EX_DATAERR
    case .notAllowed: EX_NOPERM
    case .pathTooLong: EX_USAGE
    case .otherProtocol, .malformed, .lineTooLong: EX_PROTOCOL
    case .system: EX_OSERR
    case .noSocket, .notListening, .refused, .timeout, .disconnected: EX_UNAVAILABLE
    }
  }
}

extension FeedConnection {
  /// The daemon's answer to a question; without one the program ends with a message.
  func answer(to question: Request.Question) -> JSONValue {
    do throws(FeedClientError) {
      return try ask(question)
    } catch {
      fail(error)
    }
  }

  /// The daemon's answer to an order, once it is carried out; otherwise the program ends with a
  /// message.
  func answer(to order: Request.Order, timeout: Duration = .seconds(70)) -> JSONValue {
    do throws(FeedClientError) {
      return try ask(order, timeout: timeout)
    } catch {
      fail(error, giving: order)
    }
  }
}

/// Ends the program because an order was not carried out.
func fail(_ error: FeedClientError, giving order: Request.Order) -> Never {
  fail(error.exitCode, error.sentence(giving: order))
}

extension FeedClientError {
  /// The reason that an order was refused and what to do about it, safe to show.
  func sentence(giving order: Request.Order) -> String {
    guard code == "not-allowed", order.isAdministrative else { return sentence }
    return "Only administrators may do this. Type it with sudo in front, or become a member of the "
      + "group scand-admin: sudo usermod -aG scand-admin $USER, and log in again."
  }

  /// The error and what to do about it, safe to show.
  var sentence: String {
    switch code {
    case "not-allowed":
      "\(description) An administrator may act for everybody: type it with sudo in front."
    case "items-unavailable":
      "\(description) To set them aside and begin without any: sudo scanctl items begin-anew"
    default: description
    }
  }

  /// The daemon's own code of the error; nil if it is none of the daemon's.
  var code: String? {
    switch self {
    case .server(let error), .refused(let error): error.code
    default: nil
    }
  }
}
