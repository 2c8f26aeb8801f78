// SPDX-License-Identifier: Apache-2.0

// Feeds a journal with numbered scans until it is killed, for scripts/kill-loop. It prints a line
// `open CURSOR UUID`, and then `CURSOR NUMBER` for every record that is published.
//
//   journal-feeder DIRECTORY FIRST-NUMBER

import Glibc
import Journal
import Tracking
import Wire

/// The scan data for a number, which scripts/kill-loop knows too.
private func text(of number: Int) -> String {
  "]C1010950600013435221K\(number)"
    + (number % 3 == 0 ? "" : "\u{1D}10" + String(repeating: "L", count: 1 + number % 20))
}

private func serialNumber(of record: EncodedRecord) -> String {
  String((try? record.record.subject.serial)?.dropFirst() ?? "?")
}

/// Writes at once, so that nothing is lost when the program is killed.
private func say(_ lines: String) {
  var bytes = Array(lines.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    guard count > 0 else { exit(2) }
    bytes = bytes.dropFirst(count)
  }
}

private func feed(_ directory: String, from first: Int) throws(JournalError) {
  let journal = try ScanJournal(directory: directory, rules: Rules()) { event in
    switch event {
    case .recorded(let records, _):
      say(records.map { "\($0.cursor) \(serialNumber(of: $0))\n" }.joined())
    default:
      say("event \(event)\n")
    }
  }
  say("open \(journal.status.head) \(journal.status.uuid)\n")
  var number = first
  while true {
    for _ in 0...number % 7 {
      var scan = Scan(
        data: Array(text(of: number).utf8), time: Timestamp(microseconds: Int64(number)),
        origin: Origin(scanner: "feeder"))
      scan.received = scan.time
      journal.append(scan)
      number += 1
    }
    usleep(UInt32(number % 5) * 500)
  }
}

guard CommandLine.arguments.count == 3, let first = Int(CommandLine.arguments[2]) else {
  print("usage: journal-feeder DIRECTORY FIRST-NUMBER")
  exit(64)
}
do {
  try feed(CommandLine.arguments[1], from: first)
} catch {
  say("error \(error)\n")
  exit(1)
}
