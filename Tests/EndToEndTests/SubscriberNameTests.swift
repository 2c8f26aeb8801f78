// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct SubscriberNameTests {
  private let directory: TemporaryDirectory
  private var file: String { directory.path + "/scand.conf" }

  init() throws { directory = try TemporaryDirectory() }

  @Test func aReservationForAnUnknownUserIsAnErrorWithItsPlace() throws {
    try configure("[Scand]\nLogLevel=info\nSubscriberUser=wms:root erp:no-such-user\n")
    let check = try run(binary("scand"), ["--config", directory.path, "--check"])
    #expect(check.status == 78)
    #expect(
      check.errors
        == "scand: \(file):3: SubscriberUser: \"no-such-user\" is not a user of this machine\n")
  }

  @Test func aSubscriberThatStaysAwayIsInTheStatusAndInTheDoctorsReport() throws {
    try configure("[Scand]\nSubscriberAbsence=1h\n")
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed, configuration: directory.path)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("scan dock \(label(serial: "A1"))")
    var follower = try Subscriber(to: daemon)
    _ = try follower.next()
    let first = try daemon.scanctl("follow", "--subscriber", "wms", "--count", "1")
    #expect(first.status == 0)
    #expect(try !daemon.scanctl("status").output.contains("stays away"))
    try configure("[Scand]\nSubscriberAbsence=1us\n")
    daemon.send(SIGHUP)
    #expect(daemon.manager.hears("RELOADING=1") && daemon.manager.hears("READY=1"))
    let status = try status(of: daemon) { $0.contains("stays away") }
    #expect(status.contains("The subscriber wms (user "))
    #expect(status.contains("scanctl subscribers forget wms"))
    let report = try daemon.scanctl("doctor").output
    #expect(report.contains("The subscriber wms of user "))
  }

  private func configure(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
  }

  /// The output of `scanctl status` once it is as expected, after some seconds at most.
  private func status(of daemon: Daemon, _ isExpected: (String) -> Bool) throws -> String {
    for _ in 0..<100 {
      let output = try daemon.scanctl("status").output
      if isExpected(output) { return output }
      usleep(100_000)
    }
    return ""
  }
}
