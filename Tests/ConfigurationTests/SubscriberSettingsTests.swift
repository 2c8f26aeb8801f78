// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

@Suite("Names of subscribers")
struct SubscriberSettingsTests {
  @Test("are reserved in one line or several")
  func reservations() {
    let result = loadDaemon(
      "[Scand]\nSubscriberUser=wms:anna erp:1001\nSubscriberUser=\"label:_label\"\n")
    #expect(result.problems == [])
    let users = result.settings.daemon.subscriberUsers
    #expect(users.map(\.name) == ["wms", "erp", "label"])
    #expect(users.map(\.user) == ["anna", "1001", "_label"])
    #expect(users.map(\.uid) == [nil, 1001, nil])
  }

  @Test("are reset by an empty value, and a later user replaces an earlier one")
  func reset() {
    let result = loadDaemon(
      "[Scand]\nSubscriberUser=a:x\nSubscriberUser=\nSubscriberUser=wms:anna b:y\n"
        + "SubscriberUser=wms:bert\n")
    let users = result.settings.daemon.subscriberUsers.map { "\($0.name):\($0.user)" }
    #expect(users == ["b:y", "wms:bert"])
  }

  @Test("cost no more than their number", .timeLimit(.minutes(1)))
  func many() {
    let names = (0..<80_000).map { "a\($0):1" }.joined(separator: " ")
    let result = loadDaemon("[Scand]\nSubscriberUser=\(names)\nSubscriberUser=a7:2\n")
    #expect(result.settings.daemon.subscriberUsers.count == 80_000)
    #expect(result.settings.daemon.subscriberUsers.last?.uid == 2)
  }

  @Test("are told with their place if the user does not exist")
  func unknownUser() {
    var result = loadDaemon("[Scand]\nSubscriberUser=wms:anna\nSubscriberUser=erp:bert 7seas:7\n")
    result.resolveUsers { $0 == "anna" ? 1000 : nil }
    #expect(
      result.shown == [
        "/etc/scand/scand.conf:3: SubscriberUser: \"bert\" is not a user of this machine"
      ])
    #expect(result.settings.daemon.subscriberUsers.map(\.uid) == [1000, nil, 7])
  }

  @Test(
    "have a form",
    arguments: [
      ("wms", "\"wms\" is not a subscriber's name and a user such as wms:anna"),
      ("wms:", "\"wms:\" is not a subscriber's name and a user such as wms:anna"),
      ("wms:anna:x", "\"wms:anna:x\" is not a subscriber's name and a user such as wms:anna"),
      ("wms:4294967295", "\"4294967295\" is out of range; the range is 0 to 4294967294"),
      (
        "Wms:anna",
        "\"Wms\" is not a name: it may not contain the capital W, only a-z, 0-9, \".\", \"_\" and "
          + "\"-\"; try wms"
      ),
    ])
  func badValues(value: String, expected: String) {
    let result = loadDaemon("[Scand]\nSubscriberUser=\(value)\n")
    #expect(result.shown == ["/etc/scand/scand.conf:2: SubscriberUser: \(expected)"])
  }

  @Test(
    "are missed after a time",
    arguments: [
      ("", 7 * 86_400_000_000), ("SubscriberAbsence=36h", 36 * 3_600_000_000),
      ("SubscriberAbsence=infinity", nil), ("SubscriberAbsence=", nil),
    ] as [(String, Int64?)])
  func absence(line: String, expected: Int64?) {
    let result = loadDaemon("[Scand]\n\(line)\n")
    #expect(result.problems == [])
    #expect(result.settings.daemon.subscriberAbsence == expected)
  }

  @Test("are not missed after nonsense")
  func badAbsence() {
    #expect(
      loadDaemon("[Scand]\nSubscriberAbsence=soon\n").shown == [
        "/etc/scand/scand.conf:2: SubscriberAbsence: \"soon\" is not a time span such as 500ms, 1s "
          + "or 1min 30s"
      ])
  }
}
