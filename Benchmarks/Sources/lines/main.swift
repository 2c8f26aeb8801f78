// SPDX-License-Identifier: Apache-2.0

// Measures the reading of the worst request lines, and a record's way through the largest filter. The
// figures go to standard output, one line each; lines.py makes a table of them.

import CAllocations
import Glibc
import Wire

switch CommandLine.arguments.dropFirst().first {
case "show":
  for line in WorstLine.all {
    print(line.name, String(decoding: line.bytes, as: UTF8.self), separator: "\t")
  }
case "time":
  for line in WorstLine.all {
    let (best, median) = measure(rounds: 21) { _ = RequestLine(parsing: line.bytes) }
    print(best, median, line.outcome)
  }
case "filter":
  print(measureFilter())
default:
  fatalError("usage: lines show | time | filter")
}

/// Microseconds of CPU time of one call, freeing what it made included: the best and the median.
func measure(rounds: Int, _ body: () -> Void) -> (best: Double, median: Double) {
  var times: [Double] = []
  for _ in 0..<rounds {
    let start = processorTime()
    body()
    times.append(processorTime() - start)
  }
  times.sort()
  return (times[0], times[rounds / 2])
}

/// Nanoseconds and allocations of a record that passes a filter of six times 100 values.
func measureFilter() -> String {
  guard let line = WorstLine.all.first(where: { $0.name == WorstLine.fullFilter }),
    case .success(.follow(let follow)) = RequestLine(parsing: line.bytes).request,
    let station = follow.filter.stations.sorted.last, let step = follow.filter.steps.sorted.last
  else { fatalError("the line with the full filters is refused") }
  var record = Record(
    time: Timestamp(microseconds: 0), scanner: "s", verdict: .accepted, data: [])
  (record.station, record.step) = (station, step)
  record.subject.gtin = follow.filter.gtins.sorted.last
  record.subject.lot = follow.filter.lots.sorted.last
  record.subject.serial = follow.filter.serials.sorted.last
  let count = 10_000
  var passed = 0
  let before = allocations()
  let (best, _) = measure(rounds: 21) {
    for _ in 0..<count where follow.filter.passes(record) { passed += 1 }
  }
  let allocated = Double(allocations() - before) / Double(21 * count)
  precondition(passed == 21 * count, "a record did not pass")
  return "\(best / Double(count) * 1_000) \(allocated)"
}

/// CPU time of this thread in microseconds, clock_gettime(2).
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}
