// SPDX-License-Identifier: Apache-2.0

import Configuration
import Journal
import Scanners
import SystemCalls
import Tracking
import Wire

extension Daemon {
  /// Hands a scan to the journal.
  func receive(_ received: ReceivedScan) {
    let notes = received.movedFrom.map { [Remark.moved(from: $0)] } ?? []
    journal.append(
      Scan(
        received.capture, time: Timestamp(microseconds: received.time),
        received: Timestamp(microseconds: received.deliveredAt),
        origin: received.settings.origin(scanner: received.scanner), notes: notes,
        rereading: layoutWatch.rereading(of: received.capture, from: received.scanner)))
    showScanners()
    statusLine.change()
  }

  /// Logs a change among the scanners, and shows it.
  func scannersChanged(_ change: ScannerChange) {
    switch change {
    case .attached(let state):
      limitedLog.write(
        .info, .attached, about: state.id,
        "Scanner \(state.id) (\(state.properties.name)) is read at \(state.properties.node).")
    case .detached(let state):
      limitedLog.write(.info, .detached, about: state.id, "Scanner \(state.id) is gone.")
    case .condition(let state):
      for problem in state.problems {
        limitedLog.write(
          .warning, .problem, about: state.id, "Scanner \(state.id): \(problem.text).")
      }
    case .reRead: break
    case .renamed(let before, let state):
      limitedLog.write(
        .warning, .renamed, about: before,
        "Scanner \(before) is \(state.id) now: its serial number is not unique.")
    case .ignored(let device):
      log(device)
    case .failed(let error):
      limitedLog.write(
        .error, .listing,
        "Which input devices there are is not known: \(error). Try: systemctl reload scand")
    }
    keepGrabs()
    showScanners()
    statusLine.change()
    watchHeldLines()
  }

  /// Has the service manager keep the grabbed devices, so that the grab outlives this process.
  private func keepGrabs() {
    guard let hub else { return }
    let grabbed = hub.states().filter { $0.grab == .grabbed && !$0.properties.storeName.isEmpty }
    descriptorStore.hold(
      Dictionary(
        grabbed.compactMap { state in
          hub.descriptor(of: state.id).map { (state.properties.storeName, $0) }
        }, uniquingKeysWith: { first, _ in first }))
    settleStore()
  }

  /// The file for the names of scanners whose last scan is unfinished; nil if there can be none.
  func openUnfinishedScans(beside socket: String) -> UnfinishedScans? {
    do throws(SystemCallError) {
      return try UnfinishedScans(beside: socket)
    } catch {
      warnOfTails(error)
      return nil
    }
  }

  /// The names of the scanners whose last scan was unfinished when the process before ended.
  func unfinishedOfProcessBefore() -> Set<String> {
    do throws(SystemCallError) {
      return try unfinishedScans?.read() ?? []
    } catch {
      warnOfTails(error)
      return []
    }
  }

  /// Keeps the names of the scanners whose last scan is unfinished, for the next process.
  func keep(unfinished scanners: Set<String>) {
    do throws(SystemCallError) {
      try unfinishedScans?.write(scanners)
    } catch {
      warnOfTails(error)
    }
  }

  private func warnOfTails(_ error: SystemCallError) {
    limitedLog.write(
      .warning, .unfinished,
      "If a process of scand ends in the middle of a scan, the rest of that scan may be taken for one: \(error)"
    )
  }

  /// Does what clients who want key events have asked for.
  func runErrands() {
    for errand in desk.takeErrands() {
      switch errand {
      case .add(let tap, let scanner, let user, let answer):
        answer(add(tap, to: scanner, for: user))
      case .remove(let tap): hub?.remove(tap)
      }
    }
    watchHeldLines()
  }

  private func add(
    _ tap: KeyTap, to scanner: String, for user: UInt32
  ) -> Result<KeyTapStart, RequestError> {
    guard let start = hub?.add(tap, to: scanner) else {
      let known = hub?.states().map(\.id) ?? []
      return .failure(.unknownScanner(scanner, among: known))
    }
    limitedLog.write(
      .notice, .tapped, about: scanner,
      "The key events of scanner \(start.scanner.id) are sent to user \(user).")
    return .success(start)
  }

  /// Shows the scanners as they are now to the socket's threads.
  func showScanners() {
    guard let hub else { return }
    let entries = hub.states().map { state in
      let scanner = settings.scanner(for: state.properties)
      return Roster.Entry(state: state, station: scanner?.station, step: scanner?.step)
    }
    roster.show(Roster.View(scanners: entries, ignored: hub.ignoredDevices()))
  }

  /// Logs a device that is not read: a warning if it is a scanner, since keyboards are left alone.
  private func log(_ device: IgnoredDevice) {
    let properties = device.properties
    let line = "\(properties.node) (\(properties.name)) is not read: \(device.reason)."
    let isFailure = if case .failed = device.reason { true } else { false }
    limitedLog.write(isFailure ? .warning : .debug, .ignored, about: properties.path, line)
  }
}
