// SPDX-License-Identifier: Apache-2.0

// A small day with the scanners of scripts/demo --day, and what trace says of it, word for word. The
// zone is one in which it is noon now, so that the day has no midnight in it.

import Foundation
import Testing
import Wire

@Suite(.serialized) struct TraceTests {
  private let testbed: Testbed
  private let daemon: Daemon
  private let zone: String
  private let dryer = "]C1010950600013437610H2511{GS}21"
  private let cream = "]C101095060001343521735123110C202507"

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(
      in: testbed, configuration: repository + "/scripts/testbed/day")
    zone = "NOON\((Int(Date().timeIntervalSince1970) / 3600) % 24 - 12)"
    try testbed("plug dock honeywell port=1")
    try testbed("plug bench datalogic port=2")
    for name in ["dock", "bench"] {
      try testbed("await \(name) grab")
      try testbed("type \(name) {Enter}")
      try testbed("await \(name) read")
    }
    let items = """
      {"setItems":{"items":[{"gtin":"09506000134352","name":"Hand cream","policy":"lot"},\
      {"gtin":"09506000134376","name":"Hairdryer","policy":"serial"}]}}
      """
    #expect(try ask(items).contains("\"added\":2"))
  }

  @Test func aSerialsHistoryAndALotsUnits() throws {
    var subscriber = try Subscriber(to: daemon)
    try scan(&subscriber, "dock", dryer + "HD-1")
    try scan(&subscriber, "dock", dryer + "HD-2")
    try scan(&subscriber, "bench", dryer + "HD-1")
    try scan(&subscriber, "bench", dryer + "HD-1")
    try expect(
      "--serial", "HD-1",
      says: """
        Hairdryer (GTIN 09506000134376), serial HD-1
          lot       H2511
          recalled  no
          scans     3 accepted
          first     \(moment(1)) at dock-1 (receiving), record 1
          last      \(moment(4)) at bench-1 (packing), record 4
          noted     serial-repeated (1 scan)

          record  when      station  step       lot    verdict
               1  \(clock(1))  dock-1   receiving  H2511  ✔ accepted
               3  \(clock(3))  bench-1  packing    H2511  ✔ accepted
               4  \(clock(4))  bench-1  packing    H2511  ✔ accepted  serial-repeated

          Contradictions
          record 4: Serial HD-1 of this GTIN was scanned at the step packing before, as record 3.

        """)
    try expect(
      "--lot", "H2511", "--gtin", "9506000134376",
      says: """
        Hairdryer (GTIN 09506000134376), lot H2511
          recalled  no
          scans     4 accepted
          units     2 serials
          first     \(moment(1)) at dock-1 (receiving), record 1
          last      \(moment(4)) at bench-1 (packing), record 4
          noted     serial-repeated (1 scan)

          step       station  scans  units  serials  first     last
          receiving  dock-1       2      2        2  \(clock(1))  \(clock(2))
          packing    bench-1      2      1        1  \(clock(3))  \(clock(4))

          serial  last      station  step       record
          HD-1    \(clock(4))  bench-1  packing         4
          HD-2    \(clock(2))  dock-1   receiving       2

          Contradictions
          record 4: Serial HD-1 of this GTIN was scanned at the step packing before, as record 3.

        """)
  }

  @Test func whatWasScannedAfterARecall() throws {
    var subscriber = try Subscriber(to: daemon)
    try scan(&subscriber, "dock", cream)
    try scan(&subscriber, "dock", cream)
    try scan(&subscriber, "dock", "]C101095060001343511735123110C202507")
    #expect(
      try ask(
        """
        {"addRecall":{"gtin":"09506000134352","lot":"C202507","reason":"glass found"}}
        """
      ).contains("\"number\":1"))
    let time = try ask("{\"recalls\":{}}").split(separator: "\"time\":\"")[1].prefix(27)
    let user = try ask("{\"recalls\":{}}").split(separator: "\"user\":\"")[1].prefix { $0 != "\"" }
    try scan(&subscriber, "bench", cream)
    try expect(
      "--lot", "C202507",
      says: """
        Hand cream (GTIN 09506000134352), lot C202507
          expires   2035-12-31
          recalled  since \(local(String(time))): glass found (recall 1, by \(user))
          scans     2 accepted, 1 not accepted
          units     2 scans of labels without a serial
          first     \(moment(1)) at dock-1 (receiving), record 1
          last      \(moment(2)) at dock-1 (receiving), record 2

          step       station  scans  units  serials  first     last
          receiving  dock-1       2      2        0  \(clock(1))  \(clock(2))

          Scanned after recall 1 (\(local(String(time)).suffix(8))): 0 accepted, 1 not accepted
          record  when      station  step     verdict
               4  \(clock(4))  bench-1  packing  ✘ rejected  \
        Lot C202507 of this GTIN is recalled: glass found (recall 1).

        Lot C202507, on labels without a good GTIN
          scans  0 accepted, 1 not accepted

          Not accepted
          record  when      station  step       verdict
               3  \(clock(3))  dock-1   receiving  ✘ rejected  \
        (01) GTIN has check digit 1 where 2 would be right: "09506000134351".

        """)
    let summary = try daemon.scanctl("trace", "--lot", "C202507", "--summary", "--json")
    #expect(summary.output.contains("\"acceptedSince\":0,\"notAcceptedSince\":1"))
    let records = try daemon.scanctl("trace", "--lot", "C202507", "--json")
    #expect(records.output.split(separator: "\n").count == 4)
  }

  @Test func whoFindsNothingIsToldWhatThereIs() throws {
    var subscriber = try Subscriber(to: daemon)
    try scan(&subscriber, "dock", dryer + "HD-1")
    let lot = try daemon.scanctl("trace", "--serial", "H2511")
    #expect(lot.status == 1)
    #expect(
      lot.output == """
        Nothing was scanned of serial H2511.
        There is a lot of that name: scanctl trace --lot H2511

        """)
    let other = try daemon.scanctl("trace", "--serial", "HD-1", "--gtin", "9506000134352")
    #expect(other.status == 1)
    #expect(
      other.output == """
        Nothing was scanned of serial HD-1 of GTIN 09506000134352.
        It is known under another GTIN: scanctl trace --serial HD-1 --gtin 09506000134376
        The list of items calls this GTIN Hand cream.

        """)
    let wrong = try daemon.scanctl("trace", "--gtin", "9506000134351")
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("GTIN 9506000134351 has check digit 1 where 2 would be right."))
    #expect(try daemon.scanctl("trace", "--lot", "A", "--summary").status == 64)
  }

  private func scan(_ subscriber: inout Subscriber, _ name: String, _ label: String) throws {
    try testbed("scan \(name) \(label)")
    _ = try subscriber.next()
  }

  /// Holds what trace prints to a text, line by line.
  private func expect(_ arguments: String..., says expected: String) throws {
    let output = try run(
      binary("scanctl"), ["trace"] + arguments,
      environment: ["SCAND_SOCKET": daemon.socket, "TZ": zone]
    ).output
    let lines = { (text: String) in
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(lines(output) == lines(expected))
  }

  private func ask(_ request: String) throws -> String {
    try run("/usr/bin/socat", ["-t5", "-", "UNIX-CONNECT:\(daemon.socket)"], input: request).output
  }

  private func moment(_ cursor: Int) -> String {
    local((try? daemon.sql("SELECT time FROM records WHERE cursor = \(cursor)")) ?? "")
  }

  private func clock(_ cursor: Int) -> String { String(moment(cursor).suffix(8)) }

  /// A moment as the wall clock of the zone shows it.
  private func local(_ time: String) -> String {
    guard let time = Timestamp(time), let hours = Int(zone.dropFirst(4)) else { return "no time" }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: -3600 * hours)
    format.dateFormat = "yyyy-MM-dd HH:mm:ss"
    let seconds = (Double(time.microseconds) / 1e6).rounded(.down)
    return format.string(from: Date(timeIntervalSince1970: seconds))
  }
}
