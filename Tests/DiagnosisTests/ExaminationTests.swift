// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing

@testable import Diagnosis

@Suite struct ExaminationTests {
  @Test func aMachineOnWhichAllIsWellHasNothingToMend() {
    let findings = wellMachine().findings
    #expect(findings.allSatisfy { $0.state == .ok && $0.cures.isEmpty && $0.why.isEmpty })
    #expect(Set(findings.map(\.check)) == Set(Check.allCases))
  }

  @Test func whatHasToBeMendedFirstComesFirst() {
    var machine = wellMachine()
    machine.users.missingGroups = ["scand-input"]
    machine.rules.uncompiled = ["scanner:usb:v05f9p2206"]
    machine.service.unit["ActiveState"] = "inactive"
    machine.socket.attempt = .failed(.noSocket("/run/scand/scand.sock"))
    machine.socket.file = .absent
    let problems = machine.findings.filter { $0.state == .problem }
    #expect(problems.map(\.check) == [.users, .hwdb, .service, .socket])
  }

  @Test func whereSystemdDoesNotKnowScandNoCommandIsAboutItsUnits() {
    var machine = wellMachine()
    machine.service.manager = .none
    machine.users.missingGroups = ["scand"]
    machine.storage.status = nil
    machine.socket.attempt = .failed(.notListening("/run/scand/scand.sock"))
    #expect(machine.findings.commands.allSatisfy { !$0.hasPrefix("systemctl") })
    #expect(machine.findings.commands.contains("systemd-sysusers scand.conf"))
    machine.service.manager = .systemd
    #expect(machine.findings.commands.contains("systemctl restart scand.service"))
  }

  @Test func namesFromOutsideAreShownSafely() {
    var machine = wellMachine()
    machine.devices[0].device.properties.name = "a\u{1B}[2J\u{202E}b"
    machine.devices[0].device.powerControl = "auto"
    machine.service.unit["StatusText"] = "\u{1B}[2J"
    machine.service.lastLines = ["\u{1B}[31m"]
    machine.users.strangers = ["eve\u{07}"]
    machine.scanners.scanners = []
    machine.scanners.devices = [keyboard(at: "/dev/input/event1")]
    machine.scanners.devices[0].device.properties.name = "\u{9B}31m"
    for finding in machine.findings {
      for text in [finding.seen, finding.why] + finding.details {
        #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(!text.contains("\u{202E}"))
      }
    }
  }
}
