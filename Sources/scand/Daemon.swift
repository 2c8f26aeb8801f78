// SPDX-License-Identifier: Apache-2.0

// Connects the rooms. Scans go from the scanners, on this thread, into the journal's inbox; the
// journal says on its own thread what is durable, and the feed sends that on its own.

import Configuration
import Feed
import Glibc
import Journal
import Logging
import Scanners
import SystemCalls
import Wire

/// The daemon between its start and its end; it lives on the main thread.
final class Daemon {
  let log: Logger
  let journal: Journal
  let roster = Roster()
  var settings: Settings
  var hub: ScannerHub?
  let statusLine: StatusLine
  let descriptorStore: DescriptorStore
  private let files: ConfigurationFiles
  private let manager = ServiceManager()
  private let watchdog: Watchdog
  private let poller: Poller
  private let server: FeedServer

  /// Opens the journal, listens, and begins to read every scanner that is there.
  init(files: ConfigurationFiles, settings: Settings, places: Places) {
    self.files = files
    self.settings = settings
    let given = ServiceManager.given()
    var places = places
    if let path = given.listening.first.flatMap({ UnixAddress(of: $0)?.path }) {
      places.socket = path
    }
    let log = logger(settings.daemon)
    self.log = log
    let signals = orEnd { () throws(SystemCallError) in try Signals() }
    let poller = orEnd { () throws(SystemCallError) in try Poller() }
    self.poller = poller
    let announcer = Announcer(log: log)
    let journal = orEnd { () throws(JournalError) in
      try Journal(directory: places.state, rules: settings.daemon.rules) { announcer.handle($0) }
    }
    self.journal = journal
    journal.setRetention(RetentionLimits(settings.daemon))
    server = FeedServer(
      source: JournalFeed(store: journal, roster: roster, started: now(), places: places),
      version: scandVersion, host: hostName(), administrators: groupID(of: "scand-admin"))
    descriptorStore = DescriptorStore(manager)
    (watchdog, statusLine) = orEnd { [manager, roster] () throws(SystemCallError) in
      (
        try Watchdog(manager, of: journal, on: poller),
        try StatusLine(manager, on: poller) { Summary(view: roster.view, status: journal.status) }
      )
    }
    listen(at: places.socket, given: given.listening.first)
    orEnd { () throws(SystemCallError) in
      announcer.announce(to: server, waking: try statusWaker())
      try signals.watch(on: poller) { [unowned self] in handle(signal: $0) }
      try startScanners(inheriting: given.kept)
    }
  }

  /// Reads scanners until a signal ends it, then records what was scanned and says good-bye.
  func run() {
    let summary = Summary(view: roster.view, status: journal.status)
    manager.notify("READY=1\nSTATUS=\(summary)")
    log.info("Ready: \(summary).")
    orEnd { () throws(SystemCallError) in try poller.run() }
    manager.notify("STOPPING=1")
    hub?.stop()
    journal.close()
    server.shutdown()
    log.info("Ended.")
  }

  private func statusWaker() throws(SystemCallError) -> Poller.Waker {
    try Poller.Waker(of: poller) { [unowned statusLine] in statusLine.change() }
  }

  private func listen(at path: String, given: Int32?) {
    orEnd { [server] () throws(FeedError) in
      if let given {
        try server.start(listening: given)
      } else {
        try server.start(path: path, group: groupID(of: "scand"))
      }
    }
  }

  private func startScanners(inheriting kept: [String: Int32]) throws(SystemCallError) {
    let hub = try ScannerHub(
      poller: poller,
      handlers: ScannerHub.Handlers(
        settings: { [unowned self] in settings.scanner(for: $0) },
        received: { [unowned self] in receive($0) },
        changed: { [unowned self] in tell($0) }))
    self.hub = hub
    descriptorStore.drop(try hub.start(inheriting: kept))
    showScanners()
  }

  private func handle(signal: Int32) {
    if signal == SIGHUP { reload() } else { poller.stop() }
  }

  /// Takes the configuration as it is now; one with errors changes nothing.
  private func reload() {
    manager.notify("RELOADING=1\nMONOTONIC_USEC=\(SystemClock.monotonic.now)")
    defer { manager.notify("READY=1") }
    let result = files.load()
    for problem in result.problems { log.error("\(problem)") }
    guard result.problems.isEmpty else {
      return log.error("The configuration was not read again: the one before stays in force.")
    }
    settings = result.settings
    journal.setRules(settings.daemon.rules)
    journal.setRetention(RetentionLimits(settings.daemon))
    hub?.reload()
    showScanners()
    log.info("The configuration was read again.")
  }
}
