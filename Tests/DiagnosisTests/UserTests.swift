// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Diagnosis

@Suite struct UserTests {
  @Test func missingGroupsAreMadeAndThenUdevLooksThemUpAgain() {
    var users = UserFacts()
    users.missingGroups = ["scand-input"]
    #expect(users.findings.map(\.seen) == ["Missing: the group scand-input"])
    #expect(
      users.findings.commands
        == ["systemd-sysusers scand.conf"] + applyRules + ["systemctl restart scand.service"])
  }

  @Test func withoutTheirDescriptionTheyAreInstalledFirst() {
    let users = UserFacts(
      missingGroups: ["scand", "scand-admin"], hasDaemonUser: false, isDescribed: false)
    #expect(
      users.findings.map(\.seen) == ["Missing: the groups scand, scand-admin and the user _scand"])
    #expect(
      users.findings.commands.prefix(3)
        == ["make install", "systemctl daemon-reload", "systemd-sysusers scand.conf"])
  }

  @Test func theDaemonsUserHasToBeInTheGroupOfTheDevices() {
    let findings = UserFacts(daemonMayReadDevices: false).findings
    #expect(findings.states == [.problem])
    #expect(findings.commands.first == "usermod -aG scand-input _scand")
  }

  @Test func whoCanHoldUpRecordingIsNamed() {
    let findings = UserFacts(databaseReaders: ["anna"]).findings
    #expect(findings.states == [.ok, .ok])
    #expect(findings[1].seen == "anna is in the group scand-sql and can hold up recording")
  }

  @Test func nobodyElseShouldBeInIt() {
    let findings = UserFacts(strangers: ["eve", "o'neil"]).findings
    #expect(findings.states == [.warning, .warning])
    #expect(
      findings.commands == ["gpasswd -d eve scand-input", "gpasswd -d 'o'\\''neil' scand-input"])
  }
}

@Suite struct MembershipTests {
  private let stranger = MembershipFacts(
    user: "anna", isRoot: false, isMember: false, isMemberNow: false)

  @Test func aStrangerIsAddedToTheGroupAndHasToLogInAgain() {
    #expect(stranger.findings.states == [.problem])
    #expect(stranger.findings.commands == ["usermod -aG scand anna", "newgrp scand"])
    #expect(stranger.cure == stranger.findings[0].cures)
  }

  @Test func whoWasAddedDuringTheSessionIsToldSo() {
    var facts = stranger
    facts.isMember = true
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings[0].seen.contains("this session began before that"))
    #expect(facts.findings.commands == ["newgrp scand"])
    facts.isMemberNow = true
    #expect(facts.findings.states == [.ok])
    #expect(facts.cure.isEmpty)
  }

  @Test func behindSudoThePersonCounts() {
    var facts = MembershipFacts(sudoUser: "anna", isMember: false)
    #expect(facts.findings.states == [.warning])
    #expect(facts.findings.commands.first == "usermod -aG scand anna")
    facts.isMember = true
    #expect(facts.findings.states == [.ok])
  }

  @Test func withoutTheGroupThereIsNothingToBeAMemberOf() {
    #expect(MembershipFacts(groupExists: false).findings.isEmpty)
  }
}
