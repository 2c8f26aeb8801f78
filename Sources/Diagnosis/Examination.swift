// SPDX-License-Identifier: Apache-2.0

import Glibc
import Scanners
import Wire

/// Everything that is known of this machine, as far as it concerns scand.
package struct Examination {
  /// The users and groups.
  var users = UserFacts()
  /// udev's rules and hardware database.
  var rules = RuleFacts()
  /// The input devices.
  var devices: [DeviceFacts] = []
  /// The scanners that are no keyboards.
  var otherScanners = OtherScannerFacts()
  /// The configuration files.
  var configuration = ConfigurationFacts()
  /// The state directory and its file system.
  var storage = StorageFacts()
  /// The units of systemd.
  var service = ServiceFacts()
  /// The daemon's socket.
  var socket = SocketFacts()
  /// The access of the user who runs the doctor.
  var membership = MembershipFacts()
  /// The scanners that the daemon reads.
  var scanners = ScannerFacts()
  /// The named subscribers that the daemon waits for.
  var subscribers = SubscriberFacts()
  /// The clock.
  var clock = ClockFacts()

  /// The findings, in the order in which to fix them.
  package var findings: [Finding] {
    let findings =
      users.findings + rules.findings + devices.flatMap(\.findings) + otherScanners.findings
      + configuration.findings + storage.findings + service.findings + socket.findings
      + membership.findings + scanners.findings + subscribers.findings + clock.findings
    return service.hasUnits ? findings : findings.map(\.withoutUnits)
  }
}

extension Examination {
  /// Looks at this machine, changes nothing, and opens no input device.
  ///
  /// - Parameters:
  ///   - path: where the daemon is asked.
  ///   - origin: who said that it is there.
  package static func ofThisMachine(
    asking path: String, _ origin: SocketFacts.Origin
  ) -> Examination {
    var all = Examination()
    all.service = .gather()
    let (configuration, settings) = ConfigurationFacts.gather()
    all.configuration = configuration
    all.membership = .gather()
    all.users = .gather(unit: all.service.unit)
    let usual = settings.daemon.socket ?? defaultSocketPath
    let daemon = all.service.mayAsk(path, usual) ? DaemonView(asking: path) : DaemonView()
    all.gatherSocket(path, origin, usual, daemon)
    all.gatherVersions(daemon)
    let database = HardwareDatabase()
    all.rules = .gather(database)
    all.devices = DeviceFacts.gather(database, settings, daemon, all.rules)
    all.otherScanners = .gather(.gather(daemon.scanners))
    all.gatherScanners(daemon)
    all.subscribers.overdue = daemon.overdueSubscribers
    all.gatherStorage(daemon, configured: settings.daemon.stateDirectory)
    all.clock = .gather()
    return all
  }

  private mutating func gatherSocket(
    _ path: String, _ origin: SocketFacts.Origin, _ usual: String, _ daemon: DaemonView
  ) {
    socket = .gather(path, origin, daemon.attempt)
    socket.serviceRuns = service.isActive
    socket.systemdListens = service.isSocketActive && path == usual
    socket.membershipCure = membership.cure
    socket.renewal = service.socketCure
    if case .failed = daemon.attempt, path != usual, service.mayAsk(usual, usual),
      DaemonView(asking: usual).hello != nil
    {
      socket.answersElsewhere = usual
    }
  }

  private mutating func gatherVersions(_ daemon: DaemonView) {
    service.runningVersion = daemon.hello?.version
    if daemon.hello.map({ $0.version != scandVersion }) ?? false {
      service.installedVersion = service.askInstalledVersion()
    }
  }

  private mutating func gatherStorage(_ daemon: DaemonView, configured: String?) {
    storage = .gather(daemon.stateDirectory ?? configured ?? "/var/lib/scand")
    storage.complaints = daemon.storageComplaints
    storage.writer = daemon.process.flatMap(ownerName) ?? UserFacts.daemon
    storage.gatherFiles()
    storage.gatherLocks(except: daemon.process)
  }

  private mutating func gatherScanners(_ daemon: DaemonView) {
    let ours = Set([daemon.process, getpid()].compactMap { $0 })
    scanners.devices = devices
    scanners.hasOtherScanners = !otherScanners.scanners.isEmpty
    scanners.seesHolders = geteuid() == 0
    scanners.scanners = daemon.readScanners?.map { scanner in
      var scanner = scanner
      if scanner.grab == "refused" { scanner.findHolders(except: ours) }
      return scanner
    }
  }
}

/// The user that a process runs as (proc(5)).
private func ownerName(of process: Int32) -> String? {
  status(of: "/proc/\(process)")?.ownerName
}

extension ServiceFacts {
  /// True if asking at this path starts nothing: systemd starts the daemon when somebody connects to
  /// a socket that it listens on.
  fileprivate func mayAsk(_ path: String, _ usual: String) -> Bool {
    path != usual || isActive || !isSocketActive
  }
}

extension DaemonView {
  fileprivate var stateDirectory: String? { status?.stateDirectory }
  fileprivate var process: Int32? { status?.process }
}
