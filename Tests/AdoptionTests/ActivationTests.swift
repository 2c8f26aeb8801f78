// SPDX-License-Identifier: Apache-2.0

import Scanners
import Testing

@testable import Adoption

@Suite struct ActivationTests {
  /// A machine that notes the commands and fails those that begin so.
  private final class Machine {
    var commands: [String] = []
    var failing: [String] = []
    var devices: [InputDevice] = []

    var tools: Tools {
      Tools(
        run: { [self] program, arguments in
          let command = ([program] + arguments).joined(separator: " ")
          commands.append(command)
          return !failing.contains { command.hasPrefix($0) }
        },
        devices: { [self] in devices })
    }
  }

  private let machine = Machine()
  private let marked = device(isMarked: true)
  private let media = device(
    2, serial: "T", usb: "/sys/devices/usb1/1-1", isMarked: true, canScan: false)

  private var paths: String {
    "/sys/devices/usb1/1-1 /sys/devices/usb1/1-1/event1 /sys/devices/usb1/1-1/event2"
  }

  @Test func scandLearnsOfTheFileBeforeItGetsTheDevice() {
    machine.devices = [marked, media, device(3, serial: "U")]
    let result = Activation(tools: machine.tools).adopt(device())
    #expect(
      machine.commands == [
        "systemctl is-active --quiet scand.service", "systemctl reload scand.service",
        "udevadm control --reload", "udevadm trigger --settle --action=change \(paths)",
      ])
    #expect(result.isMarked == true && result.commands == [])
    #expect(result.remainder(whenMarked: true) == [])
  }

  @Test func aDaemonThatDoesNotRunIsLeftAlone() {
    machine.failing = ["systemctl is-active"]
    machine.devices = [marked]
    let result = Activation(tools: machine.tools).adopt(device())
    #expect(result.daemon == .notNeeded)
    #expect(!machine.commands.contains { $0.contains("systemctl reload") })
  }

  @Test func aStepThatFailsIsLeftToBeTyped() {
    machine.failing = ["systemctl reload", "udevadm"]
    machine.devices = [device()]
    let result = Activation(tools: machine.tools).adopt(device())
    #expect(
      result.commands == [
        "udevadm control --reload",
        "udevadm trigger --settle --action=change /sys/devices/usb1/1-1 "
          + "/sys/devices/usb1/1-1/event1", "systemctl reload scand.service",
      ])
    #expect(result.isMarked == false)
    #expect(result.remainder(whenMarked: true).first == "To be typed, as root:")
  }

  @Test func aMarkThatDoesNotComeIsTold() {
    machine.devices = [device()]
    let result = Activation(tools: machine.tools).adopt(device())
    #expect(result.remainder(whenMarked: true).first?.contains("scanctl doctor") == true)
  }

  @Test func theDeviceIsTakenAwayBeforeScandForgetsIt() {
    machine.devices = [device(), media]
    let result = Activation(tools: machine.tools).forget([marked])
    #expect(
      machine.commands == [
        "udevadm control --reload", "udevadm trigger --settle --action=add \(paths)",
        "systemctl is-active --quiet scand.service", "systemctl reload scand.service",
      ])
    #expect(result.isMarked == false)
    #expect(result.remainder(whenMarked: false) == [])
  }

  @Test func aModelThatTheListKnowsStaysAScanner() {
    machine.devices = [marked]
    let result = Activation(tools: machine.tools).forget([marked])
    #expect(result.remainder(whenMarked: false).first?.contains("list of models") == true)
  }

  @Test func withoutTheDeviceNothingIsTriggered() {
    let result = Activation(tools: machine.tools).forget([])
    #expect(!machine.commands.contains { $0.contains("trigger") })
    #expect(result.isMarked == nil && result.device == .notNeeded)
  }
}
