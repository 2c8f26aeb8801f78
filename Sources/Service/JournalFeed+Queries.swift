// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Journal
import Scanners
import Tracking
import Wire

extension JournalFeed {
  /// The most items or recalls in one answer, which is held until the client has read it.
  private static let longestList = 64

  func answer(
    _ query: Request.Query, problems: [String],
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    switch query {
    case .status:
      then(answer(to: .status) { () throws(JournalError) in status(with: problems) })
    case .scanners: then(answer(to: .scanners) { () throws(JournalError) in scanners() })
    case .subscribers: then(answer(to: .subscribers, subscribers))
    case .exceptions(let request):
      then(answer(to: request) { () throws(JournalError) in try exceptions(request) })
    case .items(let request): list(request, then: then)
    case .recalls(let request): list(request, then: then)
    }
  }

  /// The encoded answer to a query that is answered at once, or the error of the wire.
  private func answer<Kind: AnsweredRequest>(
    to request: Kind, _ find: () throws(JournalError) -> Kind.Answer
  ) -> Result<EncodedAnswer, RequestError> {
    answer(to: request, Result(catching: find))
  }

  private func status(with others: [String]) -> Status {
    let status = journal.status
    let view = roster.view
    let overdue = overdueSubscribers(of: status)
    return Status(
      version: scandVersion, process: getpid(), started: started, stateDirectory: paths.state,
      socket: paths.socket, journal: status.uuid, head: status.head, records: status.counts,
      oldest: status.oldest, openExceptions: status.openExceptions, notDurable: status.notDurable,
      overflowed: status.overflowed, scanners: view.scanners.count,
      ignoredDevices: view.ignored.count,
      problems: problems(of: status) + problems(of: view) + overdue.map(\.sentence) + others,
      overdueSubscribers: overdue, hash: status.hash, notSummed: status.unsummed)
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
      scanners: view.scanners.map { ScannerInfo($0, problems: problems(of: $0)) },
      ignored: view.ignored.map { device in
        IgnoredDeviceInfo(
          device: DeviceInfo(device.properties), reason: device.reason.description)
      })
  }

  private func subscribers() throws(JournalError) -> SubscriberList {
    let subscribers = try journal.subscribers()
    let head = journal.status.head
    let uids = Set(subscribers.map(\.uid))
    let names = Dictionary(uniqueKeysWithValues: uids.map { ($0, userName(of: $0)) })
    return SubscriberList(
      head: head,
      subscribers: subscribers.map { subscriber in
        SubscriberInfo(
          name: subscriber.name, uid: subscriber.uid, user: names[subscriber.uid] ?? "",
          acknowledged: subscriber.cursor, lag: max(0, head - subscriber.cursor),
          created: subscriber.created, seen: subscriber.seen)
      })
  }

  private func list(
    _ request: Request.Items,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    guard let gtin = request.gtin else {
      let limit = min(request.limit, Self.longestList)
      return journal.itemDatabase.items(after: request.after, limit: limit) { result in
        let list = result.map { ItemList($0, complete: $0.count < limit) }
        then(answer(to: request, list))
      }
    }
    journal.itemDatabase.item(gtin) { result in
      let list = result.map { ItemList([$0].compactMap { $0 }, complete: true) }
      then(answer(to: request, list))
    }
  }

  private func list(
    _ request: Request.Recalls,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    let limit = min(request.limit, Self.longestList)
    journal.itemDatabase.recalls(
      after: request.after, limit: limit, onlyInForce: request.inForce
    ) { result in
      let list = result.map { RecallList(recalls: $0, complete: $0.count < limit) }
      then(answer(to: request, list))
    }
  }

  private func exceptions(_ request: Request.Exceptions) throws(JournalError) -> ExceptionList {
    let page = try journal.exceptions(request)
    let status = journal.status
    return ExceptionList(
      exceptions: page.exceptions, through: page.through, head: max(status.head, page.through),
      complete: page.through >= status.head, open: status.openExceptions, gaps: page.gaps)
  }

  private func problems(of view: Roster.View) -> [String] {
    view.scanners.flatMap { entry in
      problems(of: entry).map { "Scanner \(entry.state.id): \($0)." }
    }
      + view.ignored.compactMap { device in
        guard case .failed = device.reason else { return nil }
        return "\(device.properties.node) is not read: \(device.reason)."
      }
  }

  private func problems(of entry: Roster.Entry) -> [String] {
    entry.state.problems.map(\.text) + [layouts.problem(of: entry.state.id)].compactMap { $0 }
  }
}

extension ItemList {
  fileprivate init(_ entries: [ItemEntry], complete: Bool) {
    self.init(
      items: entries.map { ItemInfo(fields: ItemFields($0.item), changed: $0.changed) },
      complete: complete)
  }
}

extension ScannerInfo {
  fileprivate init(_ entry: Roster.Entry, problems: [String]) {
    let state = entry.state
    let incomplete = state.counts.incomplete.map { ($0.key.name, $0.value) }
    self.init(
      id: state.id, station: entry.station, step: entry.step, device: DeviceInfo(state.properties),
      grab: Grab(state.grab), scans: state.counts.whole,
      reReads: state.counts.reRead,
      incomplete: Dictionary(incomplete, uniquingKeysWith: +),
      problems: problems)
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
  init(_ device: DeviceProperties) {
    self.init(
      name: device.name, vendor: device.vendor, product: device.product, serial: device.serial,
      path: device.path, node: device.node)
  }
}
