// SPDX-License-Identifier: Apache-2.0

// The messages of the daemon to a service manager (sd_notify(3)). Their effect is tried with the real
// systemd, in a virtual machine.

import Foundation
import Testing

@Suite struct ServiceManagerTests {
  @Test func theStatusLineSaysHowManyScannersAndRecordsThereAre() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    #expect(daemon.manager.messages.last?.contains("STATUS=0 scanners; 0 records: ") == true)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    try testbed("scan dock \(label(serial: "A1"))")
    try testbed("scan dock ]C10195060001343521")
    #expect(
      daemon.manager.hears(
        "STATUS=1 scanner; 2 records: 1 accepted, 1 rejected, 0 incomplete; 0 not durable"))
  }

  @Test func scansThatWaitForTheDiskAreInTheStatusLineUntilTheyAreDurable() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    let lock = try Lock(on: daemon.state + "/journal.db")
    try testbed("type dock {Enter}")
    try testbed("scan dock \(label(serial: "A1"))")
    #expect(daemon.manager.hears("; 1 not durable ("))
    lock.release()
    #expect(daemon.manager.hears("1 record: 1 accepted, 0 rejected, 0 incomplete; 0 not durable"))
  }

  @Test func aGrabbedScannerIsKeptByTheServiceManagerUntilItIsUnplugged() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell port=3")
    #expect(daemon.manager.hears("FDSTORE=1\nFDNAME=pci-0000_00_14_0-usb-0_3_1_0"))
    try testbed("unplug dock")
    #expect(daemon.manager.hears("FDSTOREREMOVE=1\nFDNAME=pci-0000_00_14_0-usb-0_3_1_0"))
  }

  @Test func aScannerThatIsNotGrabbedIsNotKept() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock keyboard")
    try testbed("plug packing honeywell port=2")
    #expect(daemon.manager.hears("FDSTORE=1\nFDNAME=pci-0000_00_14_0-usb-0_2_1_0"))
    #expect(daemon.manager.messages.filter { $0.contains("FDSTORE=1") }.count == 1)
  }

  @Test func signsOfLifeComeAlsoWhileTheDiskFailsAndTheWriterTriesAgain() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed, environment: ["WATCHDOG_USEC": "1000000"])
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    let lock = try Lock(on: daemon.state + "/journal.db")
    try testbed("type dock {Enter}")
    try testbed("scan dock \(label(serial: "A1"))")
    #expect(daemon.manager.hears(" not durable ("))
    for _ in 0..<3 { #expect(daemon.manager.hears("WATCHDOG=1")) }
    lock.release()
  }

  @Test func aServiceManagerThatDoesNotWaitForSignsOfThisProcessGetsNone() throws {
    let daemon = try Daemon(environment: ["WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1"])
    daemon.send(SIGTERM)
    #expect(daemon.manager.hears("STOPPING=1"))
    #expect(!daemon.manager.messages.contains { $0.contains("WATCHDOG=1") })
  }

  @Test func reloadingIsAnnouncedWithItsTimeAndItsEnd() throws {
    let daemon = try Daemon()
    daemon.send(SIGHUP)
    #expect(daemon.manager.hears("RELOADING=1\nMONOTONIC_USEC="))
    #expect(daemon.manager.hears("READY=1"))
  }
}

/// Holds the write lock of a database, so that nobody else can write: the sqlite3 shell in a
/// transaction.
private final class Lock {
  private let shell: Program

  init(on path: String) throws {
    shell = try Program("/usr/bin/sqlite3", [path])
    try shell.write(line: "BEGIN IMMEDIATE; SELECT 'held';")
    guard try shell.readLine() == "held" else { throw DaemonError(text: "no lock on \(path)") }
  }

  func release() {
    shell.closeInput()
    shell.wait()
  }
}
