// SPDX-License-Identifier: Apache-2.0

import Scanners
import Testing

@testable import Diagnosis

@Suite struct DeviceTests {
  private let well = DeviceFacts(scanner(at: "/dev/input/event3"))

  @Test func aKeyboardIsNoneOfOurs() {
    #expect(keyboard(at: "/dev/input/event1").findings.isEmpty)
  }

  @Test func aKnownScannerWithoutItsMarkHasTheRulesApplied() {
    let plugged = DeviceFacts(scanner(at: "/dev/input/event3", isMarked: false))
    #expect(plugged.findings.states == [.problem])
    #expect(plugged.findings.commands == applyRules)
  }

  @Test func oneThatSomebodyHasRuledOutIsLeftAlone() {
    var plugged = DeviceFacts(scanner(at: "/dev/input/event3", isMarked: false))
    plugged.device.isRuledOut = true
    #expect(plugged.findings.isEmpty)
  }

  @Test func aDeviceOfAScannerFileIsRegistered() {
    var matched = keyboard(at: "/dev/input/event1")
    matched.isMatched = true
    matched.isCompiledBelowUsr = true
    #expect(matched.findings.states == [.problem])
    #expect(
      matched.findings.commands == [
        "printf 'scanner:usb:v046dpc31c\\n ID_BARCODE_SCANNER=1\\n\\n' | "
          + "tee -a /etc/udev/hwdb.d/70-scanners.hwdb",
        "systemd-hwdb update --usr",
      ] + applyRules)
    #expect(
      matched.findings[0].cures[0].commands[0].line(asRoot: false).contains("| sudo tee -a"))
  }

  @Test(arguments: [("input", 0o660, "scand may not"), ("scand-input", 0o666, "any program")])
  func aNodeThatIsNotForScandAloneHasTheRulesApplied(group: String, mode: UInt32, why: String) {
    var plugged = well
    plugged.node = .init(group: group, mode: mode)
    #expect(plugged.findings.states == [.problem])
    #expect(plugged.findings[0].seen.contains("group \(group) and mode 0\(String(mode, radix: 8))"))
    #expect(plugged.findings[0].why.hasPrefix(why))
    #expect(plugged.findings.commands == applyRules)
  }

  @Test func whatLosesOrLeaksKeysIsWarnedOf() {
    var plugged = well
    plugged.device.isInput = true
    plugged.device.powerControl = "auto"
    #expect(plugged.findings.states == [.warning, .warning])
    #expect(plugged.findings.commands == applyRules + applyRules)
  }

  @Test func oneThatTheDaemonDoesNotReadIsSaidWithItsReason() {
    var plugged = well
    plugged.refusal = "open /dev/input/event3: Permission denied"
    #expect(plugged.findings.states == [.problem])
    #expect(plugged.findings[0].why == "open /dev/input/event3: Permission denied")
    #expect(plugged.findings.commands == ["systemctl restart scand.service"])
  }

  @Test func anInterfaceWithoutDigitsIsNotExpectedToBeRead() {
    var media = well
    media.device.canScan = false
    media.refusal = "no digit and Enter keys"
    #expect(media.findings.isEmpty)
  }
}

@Suite struct ScannerTests {
  private func facts(_ scanner: ScannerFacts.Scanner...) -> ScannerFacts {
    ScannerFacts(scanners: scanner, devices: [DeviceFacts(scanctlTestsScanner)])
  }

  private let scanctlTestsScanner = scanner(at: "/dev/input/event3")
  private let refused = ScannerFacts.Scanner(
    id: "usb-1", node: "/dev/input/event3", grab: "refused",
    problems: ["not grabbed, because another program has grabbed it", "sends no terminator"])

  @Test func whoHasTheDeviceIsNamedAndEnded() {
    var scanner = refused
    scanner.holders = [
      .init(process: 731, name: "evtest"), .init(process: 5, name: "bar", unit: "bar.service"),
    ]
    let findings = facts(scanner).findings
    #expect(findings.states == [.problem, .problem])
    #expect(
      findings[0].details == [
        "evtest, process 731, has /dev/input/event3 open",
        "bar, process 5, has /dev/input/event3 open",
      ])
    #expect(findings.commands == ["kill 731", "systemctl stop bar.service"])
    #expect(findings[1].seen == "usb-1 sends no terminator")
  }

  @Test func whoMayNotSeeItIsToldToAskAsRoot() {
    var all = facts(refused)
    all.seesHolders = false
    #expect(all.findings[0].cures[0].commands[0].line(asRoot: false) == "sudo scanctl doctor")
  }

  @Test func withoutAScannerTheDevicesAreListedAndCanBeRegistered() {
    var mouse = keyboard(at: "/dev/input/event2")
    mouse.device.canScan = false
    let all = ScannerFacts(scanners: [], devices: [keyboard(at: "/dev/input/event1"), mouse])
    #expect(all.findings.states == [.problem])
    #expect(
      all.findings[0].details == [
        "/dev/input/event1  046d:c31c  Logitech Keyboard",
        "/dev/input/event2  046d:c31c  Logitech Keyboard  no digit and Enter keys",
      ])
    #expect(all.findings[0].cures.map(\.condition) == ["if /dev/input/event1 is the scanner"])
    #expect(all.findings.commands.count == 4)
    #expect(ScannerFacts(scanners: [], devices: []).findings[0].seen.contains("no other input"))
  }

  @Test func oneThatIsThereAndNotReadIsNotOfferedForRegistration() {
    let all = ScannerFacts(scanners: [], devices: [DeviceFacts(scanctlTestsScanner)])
    #expect(all.findings.states == [.problem])
    #expect(all.findings.commands.isEmpty)
    #expect(ScannerFacts(scanners: nil, devices: all.devices).findings.states == [.unknown])
  }
}
