// Ask the daemon on this machine for its state, and for the records of a lot.

import FeedClient
import Foundation

let path = ProcessInfo.processInfo.environment["SCAND_SOCKET"] ?? FeedConnection.defaultPath
let client = ScanClient(path: path)

// Each request names the type of its answer: this one is a `Status`.
let status = try await client.ask(.status)
print("\(status.records.accepted) accepted, \(status.records.rejected) rejected")
// → 2 accepted, 1 rejected

// A rejected record of the lot comes too; what its label says is not to be relied on.
let trace = try await client.ask(Request.Trace(lot: "C202507"))
for encoded in trace.records {
  let record = try encoded.record
  guard record.verdict == .accepted else { continue }
  print(record.verdict, record.subject.gtin ?? "", record.subject.serial ?? "")
}
// → accepted 09506000134352 HD-12345
// → accepted 09506000134352 HD-12346

// A refused request throws the daemon's error, with a code for programs.
do {
  _ = try await client.ask(Request.Read(after: .cursor(99)))
} catch {
  if case .server(let refusal) = error { print(refusal.code.rawValue) }
}
// → cursor-ahead
