// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

@testable import Diagnosis

@Suite struct ConfigurationFindingTests {
  @Test func errorsAreSaidByFileAndTheFileIsOpenedAtTheFirst() {
    let result = load(files: [
      ConfigurationFile(
        path: "/etc/scand/dock 1.scanner", unit: .scanner("dock 1.scanner"),
        contents: .bytes(Array("[Match]\nVendor=05f9\n[Scanner]\nStaton=dock-1\nGrab=x\n".utf8)))
    ])
    let facts = ConfigurationFacts(
      files: ["/etc/scand/dock 1.scanner"], problems: result.problems)
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings[0].seen == "/etc/scand/dock 1.scanner has 2 errors")
    #expect(facts.findings[0].details.count == 2)
    #expect(
      facts.findings.commands == [
        "${EDITOR:-editor} +4 '/etc/scand/dock 1.scanner'",
        "systemctl reload-or-restart scand.service",
      ])
  }

  @Test func aFileThatThisUserMayNotReadIsSaid() {
    let facts = ConfigurationFacts(hidden: ["/etc/scand/scand.conf"])
    #expect(facts.findings.states == [.unknown])
    #expect(facts.findings[0].cures[0].commands[0].line(asRoot: false) == "sudo scanctl doctor")
  }
}

@Suite struct ClockTests {
  @Test(arguments: [1970, 2025, 2100]) func aYearThatCannotBeIsAProblem(year: Int) {
    let clock = ClockFacts(year: year, canUseNetwork: true, usesNetwork: false)
    #expect(clock.findings.states == [.problem])
    #expect(clock.findings.commands == ["timedatectl set-ntp true"])
  }

  @Test(arguments: [
    (nil, nil, "apt-get install systemd-timesyncd"),
    (false, false, "apt-get install systemd-timesyncd"),
    (true, false, "timedatectl set-ntp true"), (true, true, "timedatectl timesync-status"),
  ]) func aClockThatNobodySetsIsWarnedOf(can: Bool?, does: Bool?, command: String) {
    let clock = ClockFacts(isSynchronised: false, canUseNetwork: can, usesNetwork: does)
    #expect(clock.findings.states == [.warning])
    #expect(clock.findings.commands == [command])
  }
}
