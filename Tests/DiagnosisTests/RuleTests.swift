// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Diagnosis

@Suite struct RuleTests {
  private let installed = RuleFacts(
    rules: .installed("/usr/lib/udev/rules.d/65-scand.rules"),
    database: .installed("/usr/lib/udev/hwdb.d/65-scand.hwdb"), models: 40)

  @Test func bothFilesAreInstalledTogether() {
    let findings = RuleFacts(isCompiledBelowUsr: true).findings
    #expect(findings.states == [.problem])
    #expect(
      findings.commands == ["make install", "systemctl daemon-reload", "systemd-hwdb update --usr"]
        + applyRules)
  }

  @Test func rulesThatAreMissingAreInstalledAndApplied() {
    var rules = installed
    rules.rules = .absent
    #expect(rules.findings.states == [.problem, .ok])
    #expect(rules.findings.commands == ["make install", "systemctl daemon-reload"] + applyRules)
  }

  @Test func anEmptyFileInEtcSwitchesThemOffAndIsRemoved() {
    var rules = installed
    rules.rules = .masked("/etc/udev/rules.d/65-scand.rules")
    rules.database = .masked("/etc/udev/hwdb.d/65-scand.hwdb")
    #expect(rules.findings.states == [.problem, .problem])
    #expect(
      rules.findings.commands == ["rm /etc/udev/rules.d/65-scand.rules"] + applyRules
        + ["rm /etc/udev/hwdb.d/65-scand.hwdb", "systemd-hwdb update"] + applyRules)
  }

  @Test func aDatabaseThatWasNotCompiledAgainIs() {
    var rules = installed
    rules.uncompiled = ["scanner:usb:v05f9p2206"]
    #expect(rules.findings.states == [.ok, .problem])
    #expect(rules.findings[1].seen.contains("lacks 1 model, such as scanner:usb:v05f9p2206"))
    #expect(rules.findings.commands == ["systemd-hwdb update"] + applyRules)
    rules.uncompiled = nil
    #expect(rules.findings[1].seen == "No hardware database is compiled")
  }

  @Test func theKeysOfADatabaseFileAreFound() {
    let text = """
      # scanner:usb:v0000p0000 is none
      scanner:usb:v05f9p2206
       ID_BARCODE_SCANNER=1

      evdev:input:b0003v05F9p2206*
       KEYBOARD_KEY_70039=esc
      scanner:usb:v0c2ep0204\r
       ID_BARCODE_SCANNER=1
      """
    #expect(
      scannerKeys(inDatabase: text) == ["scanner:usb:v05f9p2206", "scanner:usb:v0c2ep0204"])
  }
}
