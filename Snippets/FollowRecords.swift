// Follow the records of the daemon on this machine, as a program that books them does.

import FeedClient
import Foundation

let path = ProcessInfo.processInfo.environment["SCAND_SOCKET"] ?? FeedConnection.defaultPath

// The sequence connects again by itself when the daemon restarts, and leaves nothing out.
events: for try await event in ScanClient(path: path).follow(after: .start) {
  switch event {
  case .record(let record, _) where record.verdict == .accepted:
    print("book item \(record.subject.serial ?? "?") of lot \(record.subject.lot ?? "?")")
  case .record(let record, _):
    print("scan again: \(record.reasons.first?.code ?? "")")
    break events
  case .through: break
  case .gap(let gap): print("records \(gap.from) to \(gap.to) will not come: \(gap.cause)")
  case .journalChanged: print("a new journal: store no cursor of the old one")
  }
}
// → book item HD-12345 of lot C202507
// → book item HD-12346 of lot C202507
// → scan again: check-digit
