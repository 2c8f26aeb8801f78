// SPDX-License-Identifier: Apache-2.0

// Connects the rooms. Scans go from the scanners, on this thread, into the journal's inbox; the
// journal says on its own thread what is durable, and the feed sends that on its own.

import Configuration
import Feed
import Glibc
import Journal
import Logging
import Scanners
import Wire

/// The daemon between its start and its end; it lives on the main thread.
final class Daemon {
  let log: Logger
  let journal: Journal
  let roster = Roster()
  var settings: Settings
  var hub: ScannerHub?
  private let files: ConfigurationFiles
  private let manager = ServiceManager()
  private let loop: EventLoop
  private let server: FeedServer

  /// Opens the journal, listens, and begins to read every scanner that is there.
  init(files: ConfigurationFiles, settings: Settings, places: Places) {
    self.files = files
    self.settings = settings
    let log = logger(settings.daemon)
    self.log = log
    let signals = orEnd { () throws(SystemCallError) in try Signals() }
    loop = orEnd { () throws(SystemCallError) in try EventLoop() }
    let announcer = Announcer(log: log)
    let journal = orEnd { () throws(JournalError) in
      try Journal(directory: places.state, rules: settings.daemon.rules) { announcer.handle($0) }
    }
    self.journal = journal
    server = FeedServer(
      source: JournalFeed(store: journal, roster: roster, started: now(), places: places),
      version: scandVersion, host: hostName())
    announcer.announce(to: server)
    listen(places)
    orEnd { () throws(SystemCallError) in
      try signals.watch(on: loop) { [unowned self] in handle(signal: $0) }
      try startScanners()
    }
  }

  /// Reads scanners until a signal ends it, then records what was scanned and says good-bye.
  func run() {
    manager.notify("READY=1\nSTATUS=\(summary)")
    log.info("Ready: \(summary).")
    orEnd { () throws(SystemCallError) in try loop.run() }
    manager.notify("STOPPING=1")
    hub?.stop()
    journal.close()
    waiting { [server] in await server.shutdown() }
    log.info("Ended.")
  }

  /// Says how it is to whoever looks at the service.
  func showSummary() {
    manager.notify("STATUS=\(summary)")
  }

  private var summary: String {
    let view = roster.view
    return "\(view.scanners.count) scanner\(view.scanners.count == 1 ? "" : "s"), "
      + "\(journal.status.head) records"
  }

  private func listen(_ places: Places) {
    let given = ServiceManager.listeningSockets().first
    let failure: FeedError? = waiting { [server] in
      do throws(FeedError) {
        if let given {
          try await server.start(listening: given)
        } else {
          try await server.start(path: places.socket, group: groupID(of: "scand"))
        }
        return nil
      } catch {
        return error
      }
    }
    orEnd { () throws(FeedError) in if let failure { throw failure } }
  }

  private func startScanners() throws(SystemCallError) {
    let hub = try ScannerHub(
      loop: loop,
      handlers: ScannerHub.Handlers(
        settings: { [unowned self] in deviceSettings(of: $0) },
        received: { [unowned self] in receive($0) },
        changed: { [unowned self] in tell($0) }))
    self.hub = hub
    try hub.start()
    showScanners()
  }

  private func handle(signal: Int32) {
    if signal == SIGHUP { reload() } else { loop.stop() }
  }

  /// Takes the configuration as it is now; one with errors changes nothing.
  private func reload() {
    manager.notify("RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds())")
    defer { manager.notify("READY=1") }
    let result = files.load()
    for problem in result.problems { log.error("\(problem)") }
    guard result.problems.isEmpty else {
      return log.error("The configuration was not read again: the one before stays in force.")
    }
    settings = result.settings
    journal.setRules(settings.daemon.rules)
    hub?.reload()
    showScanners()
    log.info("The configuration was read again.")
  }
}
