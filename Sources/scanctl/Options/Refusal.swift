// SPDX-License-Identifier: Apache-2.0

// A refusal of the daemon is of use only with the next step.

import FeedClient
import Glibc
import Wire

extension FeedConnection {
  /// The daemon's answer to a request; without one the program ends with a sentence.
  func answer<Kind: AnsweredRequest>(
    to request: Kind, timeout: Duration = .seconds(70)
  ) -> Kind.Answer {
    do throws(FeedClientError) {
      return try ask(request, timeout: timeout)
    } catch {
      fail(error, asking: request)
    }
  }
}

/// Ends the program because a request was not carried out.
func fail(_ error: FeedClientError, asking request: some AnsweredRequest) -> Never {
  fail(error.exitCode, error.sentence(asking: request.request))
}

extension FeedClientError {
  /// The reason why a request was not carried out and the next step, safe to show.
  func sentence(asking request: Request) -> String {
    guard code == .notAllowed, case .command(let command) = request, command.isAdministrative
    else { return sentence }
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
