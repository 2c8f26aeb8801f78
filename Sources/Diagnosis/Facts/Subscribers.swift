// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// The named subscribers that have not acknowledged records for too long, as the daemon tells.
struct SubscriberFacts: Equatable {
  /// The subscribers that hold retention back or stay away; nil if the daemon did not answer.
  var overdue: [OverdueSubscriberInfo]? = []

  /// A finding for each of them.
  var findings: [Finding] {
    guard let overdue else { return [] }
    guard overdue.isEmpty else { return overdue.map(finding) }
    return [Finding(check: .subscriber, state: .ok, seen: "No subscriber is far behind")]
  }

  private func finding(_ subscriber: OverdueSubscriberInfo) -> Finding {
    let name = visible(subscriber.name)
    let lag = counted(Int(clamping: subscriber.lag), "record")
    let wait = "\(lag) not acknowledged, last seen \(subscriber.seen)"
    return Finding(
      check: .subscriber, state: .warning,
      seen: "The subscriber \(name) of user \(visible(subscriber.user)) is behind (\(wait))",
      why: subscriber.holdsRetention
        ? "retention cannot remove the records that wait for it, and the journal grows"
        : "its program may have stopped",
      cures: [
        Cure(when: "to see all subscribers", .anybody("scanctl subscribers list")),
        Cure(
          when: "if it will not come back",
          .root("scanctl subscribers forget \(shellWord(subscriber.name))")),
      ])
  }
}
