// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Scanners
@testable import Service

@Suite struct SummaryTests {
  @Test func theLineCountsScannersAndRecords() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C1010950600013435221S1", "]C10109506000134359"])
    var view = Roster.View()
    let summary = Summary(view: view, status: journal.journal.status)
    #expect(
      "\(summary)"
        == "0 scanners; 2 records: 1 accepted, 1 rejected, 0 incomplete; 0 not durable")
    var state = ScannerState(
      id: "usb-1", properties: .init(name: "Scanner"), grab: .grabbed, since: 0)
    state.consecutiveWithoutTerminator = 3
    view.scanners = [Roster.Entry(state: state, station: "dock-1", step: nil)]
    #expect(
      "\(Summary(view: view, status: journal.journal.status))".hasPrefix(
        "1 scanner (1 with a problem); 2 records"))
  }

  @Test func scannersAreShownWithTheirStateAndProblems() throws {
    let journal = try FeedOfAJournal()
    var state = ScannerState(
      id: "usb-1",
      properties: .init(
        vendor: "0c2e", product: "0b61", name: "Scanner", node: "/dev/input/event3"),
      grab: .waiting(for: [30]), since: 0)
    state.counts.whole = 7
    state.counts.incomplete = [.overrun: 2]
    state.isGrabOverdue = true
    journal.roster.show(
      Roster.View(
        scanners: [Roster.Entry(state: state, station: "dock-1", step: "receiving")],
        ignored: [IgnoredDevice(properties: .init(name: "Keyboard"), reason: .notAScanner)]))
    let list = try journal.answer(to: .scanners)
    let scanner = try #require(list.scanners.first)
    #expect(scanner.id == "usb-1" && scanner.station == "dock-1" && scanner.step == "receiving")
    #expect(scanner.grab == .waiting && scanner.scans == 7)
    #expect(scanner.incomplete == ["overrun": 2])
    #expect(scanner.device.node == "/dev/input/event3" && scanner.problems.count == 1)
    #expect(list.ignored.map(\.device.name) == ["Keyboard"])
    #expect(try journal.answer(to: .status).problems.first?.hasPrefix("Scanner usb-1: ") == true)
  }
}
