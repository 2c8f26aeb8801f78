// SPDX-License-Identifier: Apache-2.0

// The settings of a terminal outlive the program that changed them, so they must come back on every way out.
// Whoever silences one takes signals in (`SignalQueue`) instead of being ended by them.

import Glibc
import SystemCalls

/// A terminal that does not show what is typed, until it is restored: termios(3).
package final class SilentTerminal {
  private let descriptor: Int32
  private var before: termios?

  /// Switches the echo off and discards what has been typed so far. Nil if the descriptor is no terminal.
  package init?(_ descriptor: Int32 = STDIN_FILENO) {
    var settings = termios()
    guard isatty(descriptor) == 1, tcgetattr(descriptor, &settings) == 0 else { return nil }
    self.descriptor = descriptor
    before = settings
    settings.c_lflag &= ~tcflag_t(ECHO | ECHOE | ECHOK | ECHONL)
    set(settings)
  }

  deinit { restore() }

  /// Discards what was typed meanwhile, and gives the terminal its settings back.
  package func restore() {
    guard let before else { return }
    set(before)
    self.before = nil
  }

  private func set(_ settings: termios) {
    var settings = settings
    _ = try? systemCall("tcsetattr") { tcsetattr(descriptor, TCSAFLUSH, &settings) }
  }
}
