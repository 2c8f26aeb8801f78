// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Diagnosis

@Suite struct ServiceTests {
  private func service(_ changes: [String: String]) -> ServiceFacts {
    var facts = wellMachine().service
    facts.unit.merge(changes) { $1 }
    return facts
  }

  @Test func aRunningServiceSaysItsStatus() {
    let findings = service([:]).findings
    #expect(findings.states == [.ok])
    #expect(findings[0].seen == "scand.service runs, process 412: 1 scanner; 1,042 records")
  }

  @Test(arguments: [
    ("enabled", "systemctl start scand.service"),
    ("disabled", "systemctl enable --now scand.service"),
  ]) func aStoppedOneIsStarted(state: String, command: String) {
    let facts = service(["ActiveState": "inactive", "UnitFileState": state])
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings.commands == [command])
  }

  @Test(arguments: [
    ("watchdog", "", "the watchdog ended it"), ("exit-code", "78", "its configuration has errors"),
    ("exit-code", "217", "there is no user"), ("exit-code", "74", "status 74"),
    ("signal", "9", "signal 9"), ("timeout", "", "in time"), ("oom-kill", "", "memory"),
  ]) func aFailedOneSaysWhyAndWhereToReadMore(result: String, status: String, words: String) {
    for (active, sub) in [("failed", "failed"), ("activating", "auto-restart")] {
      var facts = service([
        "ActiveState": active, "SubState": sub, "Result": result, "ExecMainStatus": status,
      ])
      facts.lastLines = ["scand: no room"]
      #expect(facts.findings.states == [.problem])
      #expect(facts.findings[0].seen.contains(words))
      #expect(facts.findings[0].details == ["scand: no room"])
      #expect(
        facts.findings.commands == [
          "journalctl -u scand.service -n 20 --no-pager", "systemctl restart scand.service",
        ])
    }
  }

  @Test func oneThatIsNotInstalledIsInstalledOrReadBySystemd() {
    var facts = ServiceFacts(unit: ["LoadState": "not-found"], hasUnitFile: false)
    #expect(facts.findings.commands.first == "make install")
    facts.hasUnitFile = true
    #expect(facts.findings.commands.first == "systemctl daemon-reload")
    #expect(service(["LoadState": "masked"]).findings.commands.first?.contains("unmask") == true)
    #expect(service(["LoadState": "bad-setting"]).findings.states == [.problem])
  }

  @Test func whatWillGoWrongLaterIsWarnedOf() {
    #expect(
      service(["UnitFileState": "disabled"]).findings.commands
        == ["systemctl enable scand.service"])
    #expect(
      service(["NeedDaemonReload": "yes"]).findings.commands.first == "systemctl daemon-reload")
    var facts = service(["NRestarts": "3"])
    facts.pastResults = ["watchdog", "exit-code", "watchdog"]
    #expect(facts.findings.states == [.ok, .warning])
    #expect(
      facts.findings[1].seen.contains(
        "restarted scand.service 3 times, 2 times because the watchdog"))
  }

  @Test func anotherVersionIsStartedAnewIfItIsThere() {
    var facts = service([:])
    facts.runningVersion = "0.0.9"
    facts.installedVersion = scandVersion
    #expect(facts.findings.states == [.ok, .warning])
    #expect(facts.findings.commands == ["systemctl restart scand.service"])
    facts.installedVersion = "0.0.9"
    #expect(facts.findings.commands.first == "make install")
    facts.runningVersion = scandVersion
    #expect(facts.findings.states == [.ok])
  }

  @Test func withoutSystemdThatIsSaid() {
    var facts = ServiceFacts(manager: .none)
    #expect(facts.findings.states == [.unknown])
    facts.runningVersion = scandVersion
    #expect(facts.findings.states == [.ok])
    #expect(ServiceFacts(manager: .silent).findings.states == [.unknown])
  }

  @Test func propertiesMayHaveEqualsSignsInThem() {
    #expect(
      properties(in: "A=1\nB=x=y\nC=\nnothing\n") == ["A": "1", "B": "x=y", "C": ""])
  }

  @Test func severalUnitsAreTakenApart() {
    #expect(
      unitProperties(in: "Id=a.service\nResult=x\n\nResult=y\nId=b.socket\n")
        == [
          "a.service": ["Id": "a.service", "Result": "x"],
          "b.socket": ["Id": "b.socket", "Result": "y"],
        ])
  }
}
