// SPDX-License-Identifier: Apache-2.0

// Retention deletes, so a power loss in the middle of it must not take more than what it said, nor
// give a cursor twice. One run of appends and removals is logged; then the power goes before every
// step of it.

import CSQLite
import Testing
import Tracking

@testable import Journal

@Suite struct RetentionPowerLossTests {
  private struct Mark {
    let step: Int
    let header: JournalHeader
  }

  @Test func aRemovalTakesNoMoreThanItSaidWheneverThePowerGoes() throws {
    var random = SeededGenerator(seed: seed)
    let directory = try TemporaryDirectory()
    let disk = try FaultyDisk(directory)
    disk.setCheckpoint(pages: 40)
    let connection = try WriterConnection(path: directory.database, now: 0)
    var marks = [Mark(step: disk.steps, header: connection.header)]
    for number in 0..<60 {
      let scans = (0..<Int.random(in: 1...9, using: &random)).map {
        scan(serial: "S\(number)-\($0)")
      }
      try connection.append(scans, rules: Rules())
      marks.append(Mark(step: disk.steps, header: connection.header))
      if number % 3 == 2 {
        let end = Int64.random(
          in: connection.header.oldest...connection.header.cursor, using: &random)
        try connection.remove(through: end)
        marks.append(Mark(step: disk.steps, header: connection.header))
      }
      if number % 11 == 0 { connection.checkpoint() }
    }
    for step in sample(Array(marks[0].step...disk.steps), 150, &random) {
      let fate: Fate = Bool.random(using: &random) ? .nothing : .some(random.next())
      let image = try disk.image(before: step, keeping: fate)
      let problem = try problem(of: image, at: step, marks)
      #expect(problem == nil, "seed \(seed), power lost before step \(step), \(fate)")
    }
  }

  private func problem(
    of image: TemporaryDirectory, at step: Int, _ marks: [Mark]
  ) throws -> String? {
    let disk = try FaultyDisk(image)
    defer { withExtendedLifetime(disk) {} }
    let connection = try WriterConnection(path: image.database, now: 0)
    let head = connection.header
    let promised = marks.last { $0.step <= step } ?? marks[0]
    // The write in progress may have been done or not; every reported one has been done.
    let next = marks.first { $0.step > step } ?? promised
    guard [promised.header.cursor, next.header.cursor].contains(head.cursor) else {
      return "the head is \(head.cursor)"
    }
    guard [promised.header.oldest, next.header.oldest].contains(head.oldest) else {
      return "the oldest is \(head.oldest)"
    }
    let count = try connection.database.number("SELECT count(*) FROM record")
    let first = try connection.database.number("SELECT coalesce(min(cursor), 0) FROM record")
    guard count == head.cursor - head.oldest + 1, count == 0 || first == head.oldest else {
      return "\(count) records from \(first) on"
    }
    let said = try connection.database.value("PRAGMA integrity_check") ?? ""
    guard said == "ok" else { return said }
    let appended = try connection.append([scan(serial: "NEXT")], rules: Rules())
    return appended.map(\.cursor) == [head.cursor + 1] ? nil : "next: \(appended)"
  }
}
