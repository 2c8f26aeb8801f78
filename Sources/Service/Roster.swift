// SPDX-License-Identifier: Apache-2.0

import Scanners
import Synchronization

/// The scanners as the main thread last saw them, for the socket's threads to show.
final class Roster: Sendable {
  struct View: Sendable {
    var scanners: [Entry] = []
    var ignored: [IgnoredDevice] = []
  }

  /// A scanner and its place.
  struct Entry: Sendable {
    var state: ScannerState
    var station: String?
    var step: String?
  }

  private let current = Mutex(View())

  var view: View { current.withLock { $0 } }

  func show(_ view: View) {
    current.withLock { $0 = view }
  }
}
