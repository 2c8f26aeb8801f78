// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Glibc
import TerminalIO
import Wire

/// The daemon's own answers, and the result of connecting to it.
struct DaemonView {
  private(set) var attempt = SocketFacts.Attempt.notMade
  private(set) var hello: Hello?
  private(set) var status: JSONValue?
  private(set) var scanners: JSONValue?

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
    guard let status else { return [] }
    let waiting = status["notDurable"]?.integer ?? 0
    let lost = status["overflowed"]?.integer ?? 0
    guard waiting + lost > 0 else { return [] }
    let scannerProblems = scannerTexts
    let said = (status["problems"]?.elements.compactMap(\.shown) ?? [])
      .filter { !scannerProblems.contains($0) }
    return said.isEmpty ? ["\(waiting) scans wait and are not durable, \(lost) were lost"] : said
  }

  /// The status repeats what is wrong with scanners.
  private var scannerTexts: Set<String> {
    Set(
      (scanners?["scanners"]?.elements ?? []).flatMap { scanner in
        (scanner["problems"]?.elements ?? []).compactMap(\.shown).map {
          "Scanner \(scanner["id"]?.shown ?? ""): \($0)."
        }
      })
  }

  /// The reason that it ignores a device; nil if it reads it, or gives none.
  func refusal(of node: String) -> String? {
    let ignored = scanners?["ignored"]?.elements.first { $0["node"] == .string(node) }
    return ignored?["reason"]?.shown
  }

  /// The scanners that it reads; nil if it did not answer.
  var readScanners: [ScannerFacts.Scanner]? {
    scanners.map { answer in
      (answer["scanners"]?.elements ?? []).map { scanner in
        ScannerFacts.Scanner(
          id: scanner["id"]?.shown ?? "", node: scanner["node"]?.shown ?? "",
          grab: scanner["grab"]?.shown ?? "", station: scanner["station"]?.shown,
          problems: scanner["problems"]?.elements.compactMap(\.shown) ?? [])
      }
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
    var found = stat()
    if stat(path, &found) == 0 {
      facts.file =
        found.isSocket ? .socket(group: found.groupName, mode: found.permissions) : .other
    } else {
      facts.file = errno == EACCES ? .hidden : .absent
    }
    return facts
  }
}
