// SPDX-License-Identifier: Apache-2.0

// Recording bursts of one size: ours, with reading, judging and encoding, and the reference, which
// commits the groups that our writer made of the burst. They take turns, so that whatever else the
// machine does meets both alike.

import Dispatch
import Glibc
import Journal
import Synchronization
import Tracking

/// A journal that one can wait for.
final class Bench: Sendable {
  let journal: ScanJournal
  private let recorded: Counter

  init(_ directory: String) throws {
    let counter = Counter()
    recorded = counter
    journal = try ScanJournal(directory: directory, rules: Rules()) { event in
      switch event {
      case .recorded(let records, _): counter.add(records.count)
      default: print("event: \(event)")
      }
    }
  }

  /// Waits until so many records in all are on the disk; says in which groups they came.
  @discardableResult
  func wait(for count: Int) -> [Int] { recorded.wait(for: count) }
}

/// A number that grows by groups, and that one can wait for.
final class Counter: Sendable {
  private let state = Mutex((count: 0, groups: [Int]()))
  private let grown = DispatchSemaphore(value: 0)

  func add(_ more: Int) {
    state.withLock {
      $0.count += more
      $0.groups.append(more)
    }
    grown.signal()
  }

  /// The groups that have come since the last call, once there are `wanted` in all.
  @discardableResult
  func wait(for wanted: Int) -> [Int] {
    while state.withLock({ $0.count }) < wanted { grown.wait() }
    return state.withLock { state in
      defer { state.groups = [] }
      return state.groups
    }
  }
}

/// Prints how fast bursts of `size` are recorded, beside the reference.
func measureRecording(in directory: String, groups: Int, of size: Int) throws {
  let ours = directory + "/ours-\(size)"
  // The rows for the reference are made first, by a journal of the same scans.
  let first = try Bench(ours + "-rows")
  for group in 0..<groups {
    for scan in Labels.scans(group * size..<(group + 1) * size) { first.journal.append(scan) }
    first.wait(for: (group + 1) * size)
  }
  first.journal.close()
  let rows = Row.all(of: ours + "-rows/journal.db")
  let bench = try Bench(ours)
  let reference = Reference(like: ours + "-rows", at: directory + "/reference-\(size).db")
  var times = (ours: 0.0, reference: 0.0)
  var commits = 0
  for group in 0..<groups {
    let range = group * size..<(group + 1) * size
    let scans = Labels.scans(range)
    var start = microseconds()
    for scan in scans { bench.journal.append(scan) }
    let made = bench.wait(for: range.upperBound)
    times.ours += microseconds() - start
    commits += made.count
    var rest = rows[range]
    let parts = made.map { count in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    start = microseconds()
    for part in parts { reference.commit(part) }
    times.reference += microseconds() - start
  }
  bench.journal.close()
  let rate = { (time: Double) in Int(Double(groups * size) / time * 1e6) }
  print(
    "bursts of \(size) (\(commits) commits for \(groups)): \(rate(times.ours)) records a second, "
      + "reference \(rate(times.reference)), ratio \(rounded(times.reference / times.ours))")
}

func microseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

func percentile(_ values: [Double], _ part: Double) -> Int {
  let sorted = values.sorted()
  return Int(sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)].rounded())
}
