// SPDX-License-Identifier: Apache-2.0

// The doctor works in two steps. Gathering reads the machine into facts, which are plain values;
// judging turns facts into findings and asks the machine nothing. So a unit test can take a healthy
// machine and break it in one way at a time.
//
// Findings are in the order in which to fix them: users before the rules that name their groups,
// the configuration before the service that reads it. Commands typed from top to bottom work the
// first time.

/// The checks of the doctor.
enum Check: String, CaseIterable {
  case users, rules, hwdb, device, configuration, storage, disk, service, socket, membership
  case scanner, subscriber, clock
}

/// The result of one check.
package struct Finding: Equatable {
  /// The severity; the worse, the greater.
  package enum State: String, CaseIterable, Comparable {
    case ok
    /// This user is not permitted to see it, or there is nobody who could say.
    case unknown
    case warning, problem

    package static func < (one: State, other: State) -> Bool {
      allCases.firstIndex(of: one)! < allCases.firstIndex(of: other)!
    }
  }

  /// The check that made it.
  var check: Check
  /// The severity.
  var state: State
  /// The observation; outside text in it is safe to show.
  var seen: String
  /// The consequence; empty when all is well.
  var why = ""
  /// Lines that belong to it, such as a list of devices.
  var details: [String] = []
  /// The cures; of several, the one whose condition is true applies.
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
  /// The condition under which they help; nil if always.
  var condition: String?
  /// The commands, in order.
  var commands: [Command]

  /// A cure of these commands.
  init(when condition: String? = nil, commands: [Command]) {
    self.condition = condition
    self.commands = commands
  }

  /// A cure of these commands.
  init(when condition: String? = nil, _ commands: Command...) {
    self.init(when: condition, commands: commands)
  }
}

/// A line for a shell.
struct Command: Equatable {
  /// The part before the command that only root may run.
  private var before = ""
  private var privileged = ""
  /// True if it makes sense only where systemd has scand's units.
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
  /// Makes udev read its rules again.
  static let reloadRules = root("udevadm control --reload")
  /// Has udev look again at the devices that are there, and waits for it.
  static let triggerDevices = root(
    "udevadm trigger --settle --action=change --subsystem-match=usb --subsystem-match=input")
  /// Compiles the hardware database where the distribution keeps it.
  static func updateHardwareDatabase(belowUsr: Bool) -> Command {
    root("systemd-hwdb update" + (belowUsr ? " --usr" : ""))
  }
  /// To be run in scand's source directory.
  static let install = root("make install")
  /// Restarts the daemon.
  static let restart = units("restart scand.service")
  /// For where systemd has read the units' files before they were installed again.
  static let readUnits = units("daemon-reload")
  /// Creates the users and groups of sysusers.d.
  static let makeUsers = root("systemd-sysusers scand.conf")
  /// Makes the state directory of tmpfiles.d, and sets owner, group and mode of its files.
  static let makeStateDirectory = root("systemd-tmpfiles --create scand.conf")
}

extension Cure {
  /// Makes the socket anew. "restart" of both fails: systemd makes no socket for a service that
  /// runs.
  static let renewSocket = Cure(
    .units("stop scand.socket scand.service"), .units("start scand.socket scand.service"))
  /// Has udev look at every input device again, with the rules as they are now.
  static let applyRules = Cure(.reloadRules, .triggerDevices)
}
