// SPDX-License-Identifier: Apache-2.0

import Journal
import Scanners
import SystemCalls
import Systemd
import Wire

/// The state of the daemon, in the line that `systemctl status` shows.
struct Summary: CustomStringConvertible {
  let view: Roster.View
  let status: JournalStatus

  var description: String {
    // Errors may quote a damaged file; a line end would begin another assignment of sd_notify(3).
    visible(([scanners, records] + problems).joined(separator: "; "))
  }

  private var scanners: String {
    let ailing = view.scanners.filter { !$0.state.problems.isEmpty }.count
    return counted(view.scanners.count, "scanner")
      + (ailing == 0 ? "" : " (\(ailing) with a problem)")
  }

  private var records: String {
    let counts = status.counts
    return counted(status.head, "record") + ": \(counts.accepted) accepted, "
      + "\(counts.rejected) rejected, \(counts.incomplete) incomplete"
  }

  private var problems: [String] {
    var problems = ["\(status.notDurable) not durable"]
    if let fault = status.fault { problems[0] += " (\(fault))" }
    if status.overflowed > 0 { problems.append("\(status.overflowed) LOST for want of room") }
    if let fault = status.itemsFault { problems.append("ITEMS AND RECALLS unavailable (\(fault))") }
    return problems
  }
}

/// `1 scan`, `2 scans`.
func counted(_ count: some BinaryInteger, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Keeps the summary that the service manager shows true, at the cost of one datagram a second at
/// most, and of none while nothing happens.
final class StatusLine {
  private static let interval: Int64 = 1_000_000

  private let manager: ServiceManager
  private let summary: () -> Summary
  private var timer: Poller.Timer?
  private var isTimerSet = false

  /// A status line that sends nothing until something changes.
  init(
    _ manager: ServiceManager, on poller: Poller, summary: @escaping () -> Summary
  ) throws(SystemCallError) {
    self.manager = manager
    self.summary = summary
    timer = try Poller.Timer(on: poller) { [unowned self] in send() }
  }

  /// Sends the summary within a second; to be called when it may have changed.
  func change() {
    guard !isTimerSet else { return }
    isTimerSet = true
    timer?.set(at: SystemClock.monotonic.now + Self.interval)
  }

  private func send() {
    isTimerSet = false
    let summary = summary()
    let isSent = manager.notify("STATUS=\(summary)")
    // Scans that wait will be durable soon, and this thread is not told of it.
    if !isSent || summary.status.notDurable > 0 { change() }
  }
}
