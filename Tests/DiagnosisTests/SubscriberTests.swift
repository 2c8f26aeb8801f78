// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Diagnosis

@Suite struct SubscriberTests {
  @Test func subscribersThatHoldRetentionBackOrStayAwayAreNamedWithTheCure() {
    var machine = wellMachine()
    let seen = Timestamp(microseconds: 1_795_420_800_000_000)
    machine.subscribers.overdue = [
      OverdueSubscriberInfo(name: "wms", user: "anna", lag: 4711, seen: seen, holdsRetention: true),
      OverdueSubscriberInfo(name: "old", user: "1003", lag: 1, seen: seen, holdsRetention: false),
    ]
    let findings = machine.findings.filter { $0.check == .subscriber }
    #expect(findings.states == [.warning, .warning])
    #expect(
      findings[0].seen
        == "The subscriber wms of user anna is behind (4,711 records not acknowledged, "
        + "last seen 2026-11-23T08:00:00.000000Z)")
    #expect(findings[0].why.hasPrefix("retention cannot remove"))
    #expect(findings[1].why == "its program may have stopped")
    #expect(findings.commands.contains("scanctl subscribers forget wms"))
  }

  @Test func withoutSuchSubscribersAllIsWell() {
    #expect(SubscriberFacts().findings.states == [.ok])
    #expect(SubscriberFacts(overdue: nil).findings == [])
  }
}
