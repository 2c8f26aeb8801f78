// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Journal
import Scanners
import Tracking
import Wire

extension JournalFeed {
  /// A write-ahead log of this many MiB shows that something is wrong.
  private static let longLog: Int64 = 256

  func answer(_ query: Request.Query) throws(RequestError) -> EncodedAnswer {
    do throws(JournalError) {
      switch query {
      case .status: return EncodedAnswer(status(), to: Request.Status.self)
      case .scanners: return EncodedAnswer(scanners(), to: Request.Scanners.self)
      case .subscribers: return EncodedAnswer(try subscribers(), to: Request.Subscribers.self)
      case .items(let request): return EncodedAnswer(try items(request), to: Request.Items.self)
      case .recalls(let request):
        return EncodedAnswer(try recalls(request), to: Request.Recalls.self)
      case .exceptions(let request):
        return EncodedAnswer(try exceptions(request), to: Request.Exceptions.self)
      }
    } catch {
      throw RequestError(error)
    }
  }

  private func status() -> Status {
    let status = journal.status
    let view = roster.view
    let overdue = overdueSubscribers(of: status)
    return Status(
      version: scandVersion, process: getpid(), started: started, stateDirectory: paths.state,
      socket: paths.socket, journal: status.uuid, head: status.head, records: status.counts,
      oldest: status.oldest, openExceptions: status.openExceptions, notDurable: status.notDurable,
      overflowed: status.overflowed, scanners: view.scanners.count,
      ignoredDevices: view.ignored.count,
      problems: problems(of: status) + problems(of: view) + overdue.map(\.sentence),
      overdueSubscribers: overdue)
  }

  private func overdueSubscribers(of status: JournalStatus) -> [OverdueSubscriberInfo] {
    status.overdueSubscribers.map { overdue in
      let subscriber = overdue.subscriber
      return OverdueSubscriberInfo(
        name: subscriber.name, user: userName(of: subscriber.uid),
        lag: max(0, status.head - subscriber.cursor), seen: subscriber.seen,
        holdsRetention: overdue.holdsRetention)
    }
  }

  private func scanners() -> ScannerList {
    let view = roster.view
    return ScannerList(
      scanners: view.scanners.map(ScannerInfo.init),
      ignored: view.ignored.map { device in
        IgnoredDeviceInfo(
          device: DeviceInfo(device.properties), reason: device.reason.description)
      })
  }

  private func subscribers() throws(JournalError) -> SubscriberList {
    let subscribers = try journal.subscribers()
    let head = journal.status.head
    return SubscriberList(
      head: head,
      subscribers: subscribers.map { subscriber in
        SubscriberInfo(
          name: subscriber.name, uid: subscriber.uid, user: userName(of: subscriber.uid),
          acknowledged: subscriber.cursor, lag: max(0, head - subscriber.cursor),
          created: subscriber.created, seen: subscriber.seen)
      })
  }

  private func items(_ request: Request.Items) throws(JournalError) -> ItemList {
    let entries =
      if let gtin = request.gtin {
        [try journal.itemDatabase.item(gtin)].compactMap { $0 }
      } else {
        try journal.itemDatabase.items(after: request.after, limit: request.limit)
      }
    return ItemList(
      items: entries.map { ItemInfo(fields: ItemFields($0.item), changed: $0.changed) },
      complete: request.gtin != nil || entries.count < request.limit)
  }

  private func recalls(_ request: Request.Recalls) throws(JournalError) -> RecallList {
    let recalls = try journal.itemDatabase.recalls(
      after: request.after, limit: request.limit, onlyInForce: request.inForce)
    return RecallList(recalls: recalls, complete: recalls.count < request.limit)
  }

  private func exceptions(_ request: Request.Exceptions) throws(JournalError) -> ExceptionList {
    let page = try journal.exceptions(request)
    let status = journal.status
    return ExceptionList(
      exceptions: page.exceptions, through: page.through, head: max(status.head, page.through),
      complete: page.through >= status.head, open: status.openExceptions)
  }

  private func problems(of status: JournalStatus) -> [String] {
    var problems: [String] = []
    if let fault = status.fault {
      problems.append(
        """
        Recording fails; \(counted(status.notDurable, "scan")) not durable and waiting: \(fault)
        """)
    }
    if status.overflowed > 0 {
      problems.append("Lost, for want of room to wait: \(counted(status.overflowed, "scan")).")
    }
    let log = journal.logBytes >> 20
    if log >= Self.longLog {
      problems.append(
        """
        The journal's log has \(log) MiB and cannot begin anew: some program keeps a transaction on \
        \(paths.state)/journal.db open. End it.
        """)
    }
    if let fault = status.itemsFault {
      problems.append(
        "Items and recalls cannot be relied on; recalled goods may not be recognised: \(fault).")
    }
    return problems
  }

  private func problems(of view: Roster.View) -> [String] {
    view.scanners.flatMap { entry in
      entry.state.problems.map { "Scanner \(entry.state.id): \($0.text)." }
    }
      + view.ignored.compactMap { device in
        guard case .failed = device.reason else { return nil }
        return "\(device.properties.node) is not read: \(device.reason)."
      }
  }
}

extension ScannerInfo {
  fileprivate init(_ entry: Roster.Entry) {
    let state = entry.state
    let incomplete = state.counts.incomplete.map { ($0.key.name, $0.value) }
    self.init(
      id: state.id, station: entry.station, step: entry.step, device: DeviceInfo(state.properties),
      grab: Grab(state.grab), scans: state.counts.whole,
      incomplete: Dictionary(incomplete, uniquingKeysWith: +),
      problems: state.problems.map(\.text))
  }
}

extension ScannerInfo.Grab {
  fileprivate init(_ grab: Scanners.Grab) {
    self =
      switch grab {
      case .grabbed: .grabbed
      case .waiting: .waiting
      case .refused: .refused
      case .off: .off
      }
  }
}

extension DeviceInfo {
  fileprivate init(_ device: DeviceProperties) {
    self.init(
      name: device.name, vendor: device.vendor, product: device.product, serial: device.serial,
      path: device.path, node: device.node)
  }
}
