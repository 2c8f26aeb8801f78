// SPDX-License-Identifier: Apache-2.0

import FeedClient
import TerminalIO
import Wire

/// The reason that an export stopped early.
package enum ExportError: Error, Equatable {
  /// The daemon cannot be asked, or refuses.
  case daemon(FeedClientError)
  /// The cursors belong to a journal that is no longer there; `now` is the one there is.
  case journalChanged(asked: String, now: String?)
  /// The output cannot be written.
  case output(OutputError)
}

extension ExportError: CustomStringConvertible {
  /// The error and what to do about it, safe to show on a terminal.
  package var description: String {
    switch self {
    case .daemon(let error): error.description
    case .journalChanged(let asked, let now):
      "The journal \(visible(asked)) is no longer there: it was set aside, or another one was "
        + "restored. Its cursors mean nothing in the one there is now"
        + (now.map { ", \(visible($0))" } ?? "")
        + "; export that from its start, without --after and --journal."
    case .output(let error): error.description
    }
  }
}
