// SPDX-License-Identifier: Apache-2.0

import Journal
import SystemCalls
import Systemd

/// Gives the service manager a sign of life (WATCHDOG=1 of sd_notify(3)) at half of its patience, and
/// only while all who work get on: that this thread is here shows that scanners are read, and the
/// journal says how often its writer has tried.
final class Watchdog {
  private let manager: ServiceManager
  private let journal: ScanJournal
  private var timer: Poller.Timer?
  private var attempts: UInt64?

  /// Begins at once. A service manager that does not wait for a sign gets none.
  init(
    _ manager: ServiceManager, of journal: ScanJournal, on poller: Poller
  ) throws(SystemCallError) {
    self.manager = manager
    self.journal = journal
    guard let patience = manager.watchdogPatience else { return }
    timer = try Poller.Timer(on: poller) { [unowned self] in giveSign(again: patience / 2) }
    giveSign(again: patience / 2)
  }

  private func giveSign(again interval: Int64) {
    let status = journal.status
    // To try again while the disk is full is to get on; to hang in one attempt is not.
    if status.notDurable == 0 || status.attempts != attempts { manager.notify("WATCHDOG=1") }
    attempts = status.attempts
    timer?.set(at: SystemClock.monotonic.now + interval)
  }
}
