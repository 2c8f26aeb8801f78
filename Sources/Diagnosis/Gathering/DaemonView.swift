// SPDX-License-Identifier: Apache-2.0

import FeedClient
import SystemCalls
import TerminalIO
import Wire

/// The daemon's own answers, and the result of connecting to it.
struct DaemonView {
  private(set) var attempt = SocketFacts.Attempt.notMade
  private(set) var hello: Hello?
  private(set) var status: Status?
  private(set) var scanners: ScannerList?

  /// A daemon that was not asked.
  init() {}

  /// Asks the daemon on a socket; it has three seconds for each answer.
  init(asking path: String) {
    do throws(FeedClientError) {
      let connection = try FeedConnection(path: path, timeout: .seconds(3))
      hello = connection.hello
      attempt = .answered
      status = try connection.ask(.status, timeout: .seconds(3))
      scanners = try connection.ask(.scanners, timeout: .seconds(3))
    } catch {
      attempt = .failed(error)
    }
  }

  /// The problems with recording that it reports.
  var storageComplaints: [String] {
    guard let status, status.notDurable + status.overflowed > 0 else { return [] }
    let others = otherTexts
    let problems = status.problems.map(visible).filter { !others.contains($0) }
    return problems.isEmpty
      ? ["\(status.notDurable) scans wait and are not durable, \(status.overflowed) were lost"]
      : problems
  }

  /// The problems of scanners, other devices and subscribers, which the status repeats.
  private var otherTexts: Set<String> {
    let ofScanners = (scanners?.scanners ?? []).flatMap { scanner in
      scanner.problems.map { "Scanner \(visible(scanner.id)): \(visible($0))." }
    }
    let ofDevices = (scanners?.ignored ?? []).map {
      "\(visible($0.device.node)) is not read: \(visible($0.reason))."
    }
    let ofSubscribers = (status?.overdueSubscribers ?? []).map { visible($0.sentence) }
    return Set(ofScanners + ofDevices + ofSubscribers)
  }

  /// The subscribers that hold retention back or stay away; nil if it did not answer.
  var overdueSubscribers: [OverdueSubscriberInfo]? { status?.overdueSubscribers }

  /// The reason that it ignores a device; nil if it reads it, or gives none.
  func refusal(of node: String) -> String? {
    scanners?.ignored.first { $0.device.node == node }.map { visible($0.reason) }
  }

  /// The scanners that it reads; nil if it did not answer.
  var readScanners: [ScannerFacts.Scanner]? {
    scanners?.scanners.map { scanner in
      ScannerFacts.Scanner(
        id: visible(scanner.id), node: visible(scanner.device.node), grab: scanner.grab.rawValue,
        station: scanner.station.map(visible), problems: scanner.problems.map(visible))
    }
  }
}

extension SocketFacts {
  /// Looks at the socket file; `attempt` says how connecting went.
  static func gather(
    _ path: String, _ origin: Origin, _ attempt: Attempt
  ) -> SocketFacts {
    var facts = SocketFacts()
    (facts.path, facts.origin, facts.attempt) = (path, origin, attempt)
    do throws(SystemCallError) {
      let found = try Stat.of(path: path).rawValue
      facts.file =
        found.isSocket ? .socket(group: found.groupName, mode: found.permissions) : .other
    } catch {
      facts.file = error.errno == .permissionDenied ? .hidden : .absent
    }
    return facts
  }
}
