// SPDX-License-Identifier: Apache-2.0

// A daemon's "no" is of use only with what to do next.

import FeedClient
import Glibc
import Wire

extension FeedConnection {
  /// What the daemon answers to a question; without an answer the program ends with a sentence.
  func answer(to question: Request.Question) -> JSONValue {
    do throws(FeedClientError) {
      return try ask(question)
    } catch {
      fail(error)
    }
  }

  /// What the daemon answers to an order, once it is done; else the program ends with a sentence.
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
  /// Why an order was not carried out and what to do, safe to show.
  func sentence(giving order: Request.Order) -> String {
    guard code == "not-allowed", order.isAdministrative else { return sentence }
    return "Only administrators may do this. Type it with sudo in front, or become a member of the "
      + "group scand-admin: sudo usermod -aG scand-admin $USER, and log in again."
  }

  /// What is wrong and what to do, safe to show.
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
