// SPDX-License-Identifier: Apache-2.0

// The doctor works in two steps. Gathering looks at the machine and brings home facts, plain values;
// judging makes findings of them and asks the machine nothing. So each way in which a machine can be
// wrong is tried in a test, on a machine that is well.
//
// Findings are in the order in which they are to be mended: users before the rules that name their
// groups, the configuration before the service that reads it. Whoever types the commands from the
// top to the bottom needs each one once.

/// What the doctor looks at.
enum Check: String, CaseIterable {
  case users, rules, hwdb, device, configuration, storage, disk, service, socket, membership
  case scanner, clock
}

/// What one check has found.
package struct Finding: Equatable {
  /// How it is; the worse, the greater.
  package enum State: String, CaseIterable, Comparable {
    case ok
    /// This user is not permitted to see it, or there is nobody who could say.
    case unknown
    case warning, problem

    package static func < (one: State, other: State) -> Bool {
      allCases.firstIndex(of: one)! < allCases.firstIndex(of: other)!
    }
  }

  var check: Check
  var state: State
  /// What was seen; text from outside has been made safe to show.
  var seen: String
  /// Why that matters; empty when all is well.
  var why = ""
  /// Lines that belong to it, such as a list of devices.
  var details: [String] = []
  /// What mends it. Of several cures the one whose condition is true is meant.
  var cures: [Cure] = []
}

extension Finding {
  /// The same where systemd does not have scand's units, so that no command can be about them.
  var withoutUnits: Finding {
    var finding = self
    for index in cures.indices { finding.cures[index].commands.removeAll(where: \.needsUnits) }
    finding.cures.removeAll(where: \.commands.isEmpty)
    return finding
  }
}

/// Commands that mend something, in order.
struct Cure: Equatable {
  /// When they do; nil if always.
  var condition: String?
  var commands: [Command]

  init(when condition: String? = nil, commands: [Command]) {
    self.condition = condition
    self.commands = commands
  }

  init(when condition: String? = nil, _ commands: Command...) {
    self.init(when: condition, commands: commands)
  }
}

/// A line for a shell.
struct Command: Equatable {
  /// What stands before the part that only root may run.
  private var before = ""
  private var privileged = ""
  /// Whether it makes sense only where systemd has scand's units.
  private(set) var needsUnits = false

  /// A command that root alone may run.
  static func root(_ line: String) -> Command { Command(privileged: line) }

  /// A command that anybody may run.
  static func anybody(_ line: String) -> Command { Command(before: line) }

  /// A pipe from a command of anybody's into one of root's.
  static func pipe(_ line: String, intoRoot privileged: String) -> Command {
    Command(before: line + " | ", privileged: privileged)
  }

  /// systemctl(1) with scand's units.
  static func units(_ arguments: String) -> Command {
    Command(privileged: "systemctl " + arguments, needsUnits: true)
  }

  /// The line for root, or for somebody who has to become root first.
  func line(asRoot: Bool) -> String {
    before + (asRoot || privileged.isEmpty ? privileged : "sudo " + privileged)
  }
}

extension Command {
  static let reloadRules = root("udevadm control --reload")
  /// Has udev look again at the devices that are there, and waits for it.
  static let triggerDevices = root(
    "udevadm trigger --settle --action=change --subsystem-match=usb --subsystem-match=input")
  /// Compiles the hardware database where the distribution keeps it.
  static func updateHardwareDatabase(belowUsr: Bool) -> Command {
    root("systemd-hwdb update" + (belowUsr ? " --usr" : ""))
  }
  /// To be run in the folder of scand's sources.
  static let install = root("make install")
  static let restart = units("restart scand.service")
  /// For where systemd has read the units' files before they were installed again.
  static let readUnits = units("daemon-reload")
  static let makeUsers = root("systemd-sysusers scand.conf")
}

extension Cure {
  /// Makes the socket anew. "restart" of both fails: systemd makes no socket for a service that runs.
  static let renewSocket = Cure(
    .units("stop scand.socket scand.service"), .units("start scand.socket scand.service"))
  /// Has udev look at every input device again, with the rules as they are now.
  static let applyRules = Cure(.reloadRules, .triggerDevices)
}
