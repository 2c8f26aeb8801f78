// SPDX-License-Identifier: Apache-2.0

// A large journal: how long it takes to fill, how large it is, and how long a trace in it takes, for
// the same random units as asked of the sqlite3 shell, whose questions are written to a file.

import Glibc
import Journal
import Wire

/// Fills a journal up to `count` records, and says what a record costs.
func fill(_ directory: String, to count: Int) throws {
  let bench = try Bench(directory)
  let before = Int(bench.journal.status.head)
  let start = microseconds()
  var number = before
  while number < count {
    let end = min(number + 20_000, count)
    for scan in Labels.scans(number..<end) { bench.journal.append(scan) }
    number = end
    bench.wait(for: max(0, number - before - 20_000))
  }
  bench.wait(for: count - before)
  let time = (microseconds() - start) / 1e6
  bench.journal.close()
  var status = stat()
  stat(directory + "/journal.db", &status)
  print(
    "\(count) records: \(Int(status.st_size) / count) bytes a record, \(status.st_size >> 20) MiB"
      + (count > before ? ", \(Int(Double(count - before) / time)) a second to the end" : ""))
}

/// Traces random units and lots of a journal of `count` records, and writes the same questions to files.
func measureTracing(_ directory: String, count: Int, rounds: Int) throws {
  let bench = try Bench(directory)
  defer { bench.journal.close() }
  var random = SystemRandomNumberGenerator()
  let units = (0..<rounds).map { _ in Int.random(in: 0..<count, using: &random) }
  for (name, request, question) in kinds {
    // The second time the pages are in the kernel's cache, as they are for the shell afterwards.
    for pass in ["", ", again"] {
      let times = try units.map { try time(of: request($0), in: bench.journal) }
      let mean = Int((times.reduce(0, +) / Double(rounds)).rounded())
      print(
        "trace --\(name)\(pass): p50 \(percentile(times, 0.5)) µs, "
          + "p99 \(percentile(times, 0.99)) µs, mean \(mean) µs")
    }
    let file = fopen("\(directory)/\(name).sql", "w")
    fputs(units.map { question($0) + ";\n" }.joined(), file)
    fclose(file)
  }
}

private func time(of request: Request.Trace, in journal: ScanJournal) throws -> Double {
  let start = microseconds()
  let page = try journal.trace(
    request, after: request.after, limits: PageLimits(records: request.limit))
  precondition(!page.records.isEmpty)
  return microseconds() - start
}

private let kinds: [(String, @Sendable (Int) -> Request.Trace, @Sendable (Int) -> String)] = [
  (
    "serial", { Request.Trace(serial: Labels.serial($0)) },
    { question("record_serial", "serial = '\(Labels.serial($0))'", 256) }
  ),
  (
    "lot", { Request.Trace(lot: Labels.lot($0)) },
    { question("record_lot", "lot = '\(Labels.lot($0))'", 256) }
  ),
]

private func question(_ index: String, _ condition: String, _ limit: Int) -> String {
  "SELECT cursor, body FROM record INDEXED BY \(index) WHERE \(condition) AND cursor > 0 "
    + "ORDER BY cursor LIMIT \(limit)"
}
