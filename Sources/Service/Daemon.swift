// SPDX-License-Identifier: Apache-2.0

// The daemon connects the modules. Scans go from the scanners, on this thread, into the journal's inbox;
// the journal announces on its own thread the records that are durable, and the feed sends them on its own.

import Configuration
import Feed
import Glibc
import Journal
import Logging
import Scanners
import SystemCalls
import Systemd
import Wire

/// The daemon between its start and its end; it lives on the main thread.
public final class Daemon {
  let log: Logger
  let limitedLog: LimitedLog
  let journal: ScanJournal
  let roster = Roster()
  let layoutWatch: LayoutWatch
  let desk = TapDesk()
  var settings: Settings
  var hub: ScannerHub?
  let statusLine: StatusLine
  let descriptorStore: DescriptorStore
  var unfinishedScans: UnfinishedScans?
  private let threshold: LogThreshold
  private let files: ConfigurationFiles
  private let manager = ServiceManager()
  private let watchdog: Watchdog
  private let poller: Poller
  private var storeTimer: Poller.Timer?
  private var logTimer: Poller.Timer?
  private var reloading: Reloading?
  private let server: FeedServer

  /// Opens the journal, listens, and begins to read every scanner that is there.
  ///
  /// - Throws: an error that `report(_:)` explains.
  public init(files: ConfigurationFiles, settings: Settings, paths: Paths) throws {
    let passed = ServiceManager.passedDescriptors()
    var paths = paths
    if let path = passed.listening.first.flatMap({ UnixAddress(of: $0)?.path }) {
      paths.socket = path
    }
    self.files = files
    layoutWatch = LayoutWatch(files.layouts)
    self.settings = settings
    threshold = LogThreshold(settings.daemon.logLevel)
    let log = logger(threshold)
    self.log = log
    limitedLog = LimitedLog(log)
    let signals = try Signals()
    poller = try Poller()
    let announcer = Announcer(log: limitedLog)
    journal = try ScanJournal(directory: paths.state, rules: settings.daemon.rules) {
      announcer.handle($0)
    }
    journal.setRetention(RetentionLimits(settings.daemon))
    journal.setSubscriberRules(SubscriberRules(settings.daemon))
    server = FeedServer(
      source: JournalFeed(
        journal: journal, roster: roster, layouts: layoutWatch, started: now(), paths: paths,
        desk: desk),
      version: scandVersion, host: hostName(), administrators: groupID(of: "scand-admin"))
    descriptorStore = DescriptorStore(manager)
    watchdog = try Watchdog(manager, of: journal, on: poller)
    statusLine = try StatusLine(manager, on: poller) { [roster, journal] in
      Summary(view: roster.view, status: journal.status)
    }
    try listen(at: paths.socket, passed: passed.listening.first)
    announcer.announce(to: server, waking: try statusWaker())
    storeTimer = try Poller.Timer(on: poller) { [unowned self] in settleStore() }
    logTimer = try Poller.Timer(on: poller) { [unowned self] in
      limitedLog.tellHeldBack(at: SystemClock.monotonic.now)
      watchHeldLines()
    }
    reloading = try Reloading(files, on: poller) { [unowned self] in use($0) }
    try signals.watch(on: poller) { [unowned self] in handle(signal: $0) }
    desk.wake(by: try Poller.Waker(of: poller) { [unowned self] in runErrands() })
    unfinishedScans = openUnfinishedScans(beside: paths.socket)
    try startScanners(inheriting: passed.kept)
  }

  /// Reads scanners until a signal ends it, then records the scans that wait.
  ///
  /// - Throws: an error that `report(_:)` explains.
  public func run() throws {
    let summary = Summary(view: roster.view, status: journal.status)
    manager.notify("READY=1\nSTATUS=\(summary)")
    log.info("Ready: \(summary).")
    try poller.run()
    manager.notify("STOPPING=1")
    hub?.stop()
    journal.close()
    server.shutdown()
    limitedLog.tellHeldBack(at: .max)
    log.info("Ended.")
    StandardErrorLog.finish()
  }

  /// Sends the service manager the messages about descriptors that it refused, once a second.
  func settleStore() {
    descriptorStore.settle()
    if descriptorStore.isBehind { storeTimer?.set(at: SystemClock.monotonic.now + 1_000_000) }
  }

  private func statusWaker() throws(SystemCallError) -> Poller.Waker {
    try Poller.Waker(of: poller) { [unowned self] in
      statusLine.change()
      watchHeldLines()
    }
  }

  /// Has the log's lines that are held back written in time.
  func watchHeldLines() {
    if let due = limitedLog.nextDue { logTimer?.set(at: due) }
  }

  private func listen(at path: String, passed: Int32?) throws(FeedError) {
    if let passed {
      try server.start(listening: passed)
    } else {
      try server.start(path: path, group: groupID(of: "scand"))
    }
  }

  private func startScanners(inheriting kept: [String: Int32]) throws(SystemCallError) {
    let hub = try ScannerHub(
      poller: poller,
      handlers: ScannerHub.Handlers(
        settings: { [unowned self] in settings.scanner(for: $0) },
        received: { [unowned self] in receive($0) },
        changed: { [unowned self] in scannersChanged($0) },
        unfinished: { [unowned self] in keep(unfinished: $0) }))
    self.hub = hub
    descriptorStore.drop(
      try hub.start(inheriting: kept, unfinished: unfinishedOfProcessBefore()))
    settleStore()
    showScanners()
  }

  private func handle(signal: Int32) {
    if signal == SIGHUP { reload() } else { poller.stop() }
  }

  /// Reads the configuration again, and then uses it.
  private func reload() {
    manager.notify("RELOADING=1\nMONOTONIC_USEC=\(SystemClock.monotonic.now)")
    reloading?.begin()
  }

  /// Uses a configuration that was read again; one with errors changes nothing.
  private func use(_ result: LoadResult) {
    defer { manager.notify("READY=1") }
    for problem in result.problems { log.error("\(problem)") }
    guard result.problems.isEmpty else {
      return log.error("The configuration has errors; the previous one stays in force.")
    }
    settings = result.settings
    threshold.set(settings.daemon.logLevel)
    journal.setRules(settings.daemon.rules)
    journal.setRetention(RetentionLimits(settings.daemon))
    journal.setSubscriberRules(SubscriberRules(settings.daemon))
    hub?.reload()
    showScanners()
    log.info("The configuration was read again.")
  }
}

extension RetentionLimits {
  /// The configured limits.
  init(_ settings: DaemonSettings) {
    self.init()
    age = settings.retentionAge
    size = settings.retentionSize
    hardSize = settings.retentionHardSize
  }
}

extension SubscriberRules {
  /// The configured rules.
  init(_ settings: DaemonSettings) {
    let users = settings.subscriberUsers.compactMap { one in one.uid.map { (one.name, $0) } }
    self.init(
      reservations: Dictionary(users, uniquingKeysWith: { $1 }),
      absence: settings.subscriberAbsence)
  }
}
