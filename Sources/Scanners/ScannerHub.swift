// SPDX-License-Identifier: Apache-2.0

// Every input device is known here, read or not, by its directory below /sys: node names come back,
// those do not. A device's properties (udev's add, change, bind …) and the settings for it are looked at
// in one place, `consider`, at the start, after an event and at a reload.
//
// There is one timer for all scanners, and for the devices that could not be opened. It is set earlier
// when one of them needs it, and never later: a wake-up too early, at most one for a scan, costs less
// than setting it at each key. When nothing is due it is not set at all.

import Configuration
import SystemCalls

/// Reads every scanner there is: hot-plug, identity, grab, framing. It lives on its poller's thread.
public final class ScannerHub {
  /// The functions that the hub calls on the poller's thread; they must not wait.
  public struct Handlers {
    /// Returns the settings of a device; nil if it is no scanner.
    public var settings: (DeviceProperties) -> ScannerSettings?
    /// Receives each scan, whole or not.
    public var received: (ReceivedScan) -> Void
    /// Receives each change among the scanners.
    public var changed: (ScannerChange) -> Void
    /// Receives the names of the scanners whose last scan has not ended with its terminator, whenever
    /// they are others: it is open or was cut, and its tail may still come.
    public var unfinished: (Set<String>) -> Void

    /// The handlers.
    public init(
      settings: @escaping (DeviceProperties) -> ScannerSettings?,
      received: @escaping (ReceivedScan) -> Void,
      changed: @escaping (ScannerChange) -> Void = { _ in },
      unfinished: @escaping (Set<String>) -> Void = { _ in }
    ) {
      self.settings = settings
      self.received = received
      self.changed = changed
      self.unfinished = unfinished
    }
  }

  /// A device that is known: read or ignored.
  enum Device {
    case ignored(IgnoredDevice)
    case read(Scanner)
  }

  let poller: Poller
  let handlers: Handlers
  let kernel: Kernel
  var devices: [String: Device] = [:]
  var identities = Identities()
  var inherited: [String: Int32] = [:]
  var retries = OpenRetries()
  private var timer: Poller.Timer?
  private var timerMoment: Int64?
  /// The names that `handlers.unfinished` has received last.
  private var unfinished: Set<String> = []

  /// Connects to udev and listens from now on. Nothing is opened before `start`.
  public convenience init(
    poller: Poller, handlers: Handlers
  ) throws(SystemCallError) {
    self.init(poller: poller, handlers: handlers, kernel: try .real())
  }

  init(poller: Poller, handlers: Handlers, kernel: Kernel) {
    self.poller = poller
    self.handlers = handlers
    self.kernel = kernel
  }

  /// Begins to read every scanner that is there, and from now on each that comes.
  ///
  /// `inheriting` are descriptors of a process that died, by `DeviceProperties.storeName`: what they hold is
  /// delivered, and their grab is kept. Those that belong to no scanner are closed; their names are
  /// the answer. `unfinished` are the names that its handler of that name received last.
  @discardableResult
  public func start(
    inheriting descriptors: [String: Int32] = [:], unfinished: Set<String> = []
  ) throws(SystemCallError) -> [String] {
    inherited = descriptors
    identities.remember(cut: unfinished)
    self.unfinished = unfinished
    timer = try Poller.Timer(on: poller) { [unowned self] in passTime() }
    try poller.watch(kernel.directory.descriptor) { [unowned self] _ in handleReport() }
    try look()
    return closeInherited()
  }

  /// Lists the devices and asks for the settings of each again. No grab and no scan is lost by it:
  /// other settings hold from the next scan on.
  public func reload() {
    lookAgain()
  }

  /// Ends reading. Open scans are delivered as not whole; grabs end with the last
  /// descriptor, which may be in the service manager's store.
  public func stop() {
    poller.unwatch(kernel.directory.descriptor)
    timer = nil
    for scanner in scanners {
      poller.unwatch(scanner.device.descriptor)
      scanner.end(.restart)
      identities.note(isCut: scanner.wedge.isCut, of: scanner.record.id)
    }
    devices = [:]
    retries = OpenRetries()
    tellUnfinished()
  }

  deinit {
    poller.unwatch(kernel.directory.descriptor)
    for scanner in scanners { poller.unwatch(scanner.device.descriptor) }
  }

  /// The scanners that are being read, by name.
  public func states() -> [ScannerState] {
    scanners.map(\.state).sorted { $0.id < $1.id }
  }

  /// The input devices that are not read, by node.
  public func ignoredDevices() -> [IgnoredDevice] {
    devices.values.compactMap { device in
      if case .ignored(let ignored) = device { ignored } else { nil }
    }.sorted { $0.properties.node < $1.properties.node }
  }

  /// The descriptor with which a scanner is read, for the service manager's store: it stays ours.
  public func descriptor(of id: String) -> Int32? {
    scanners.first { $0.record.id == id }?.device.descriptor
  }

  var scanners: [Scanner] {
    devices.values.compactMap { device in
      if case .read(let scanner) = device { scanner } else { nil }
    }
  }

  // MARK: Reading

  /// Reads the events of a scanner.
  func serve(_ scanner: Scanner, isGone: Bool = false) {
    attend(scanner, isGone: isGone) { scanner throws(SystemCallError) in
      try scanner.readEvents()
    }
    setTimer(no: scanner.deadline)
  }

  private func passTime() {
    timerMoment = nil
    let now = SystemClock.monotonic.now
    for scanner in scanners where scanner.deadline.map({ $0 <= now }) ?? false {
      attend(scanner) { scanner throws(SystemCallError) in try scanner.passTime() }
    }
    retryOpening(at: now)
    let deadlines = scanners.compactMap(\.deadline) + [retries.next].compactMap { $0 }
    // A moment that has passed already must not make the poller spin.
    setTimer(no: deadlines.min().map { max($0, now + 1000) })
  }

  /// Does something with a scanner and reports its new condition; an error means that it is gone.
  private func attend(
    _ scanner: Scanner, isGone: Bool = false,
    _ body: (Scanner) throws(SystemCallError) -> Void
  ) {
    let before = scanner.condition
    let wasUnfinished = scanner.isUnfinished
    let reReadBefore = scanner.record.counts.reRead
    do throws(SystemCallError) {
      try body(scanner)
      if isGone { return detach(scanner) }
    } catch {
      return detach(scanner)
    }
    if scanner.isUnfinished != wasUnfinished { tellUnfinished() }
    if scanner.condition != before { handlers.changed(.condition(scanner.state)) }
    if scanner.record.counts.reRead != reReadBefore { handlers.changed(.reRead(scanner.state)) }
  }

  /// Tells the names of the scanners whose last scan has not ended, if they are others than before.
  func tellUnfinished() {
    let present = scanners
    let names = identities.cut.subtracting(present.map(\.record.id))
      .union(present.filter(\.isUnfinished).map(\.record.id))
    guard names != unfinished else { return }
    unfinished = names
    handlers.unfinished(names)
  }

  /// Sets the timer to a moment, unless it goes off earlier anyway.
  func setTimer(no later: Int64?) {
    guard let later, later < timerMoment ?? .max else { return }
    timerMoment = later
    timer?.set(at: later)
  }
}
