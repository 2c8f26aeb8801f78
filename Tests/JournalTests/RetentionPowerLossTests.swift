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
    let head: Head
  }

  @Test func aRemovalTakesNoMoreThanItSaidWheneverThePowerGoes() throws {
    var lots = Lots(seed: seed)
    let directory = try TemporaryDirectory()
    let disk = try FaultyDisk(directory)
    disk.setCheckpoint(pages: 40)
    let store = try Store(path: directory.database, now: 0)
    var marks = [Mark(step: disk.steps, head: store.head)]
    for number in 0..<60 {
      let scans = (0..<Int.random(in: 1...9, using: &lots)).map { scan(serial: "S\(number)-\($0)") }
      try store.append(scans, rules: Rules())
      marks.append(Mark(step: disk.steps, head: store.head))
      if number % 3 == 2 {
        let end = Int64.random(in: store.head.oldest...store.head.cursor, using: &lots)
        try store.remove(through: end)
        marks.append(Mark(step: disk.steps, head: store.head))
      }
      if number % 11 == 0 { store.checkpoint() }
    }
    for step in sample(Array(marks[0].step...disk.steps), 150, &lots) {
      let fate: Fate = Bool.random(using: &lots) ? .nothing : .some(lots.next())
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
    let store = try Store(path: image.database, now: 0)
    let head = store.head
    let promised = marks.last { $0.step <= step } ?? marks[0]
    // What was in hand may have been done or not; what was said has been.
    let next = marks.first { $0.step > step } ?? promised
    guard [promised.head.cursor, next.head.cursor].contains(head.cursor) else {
      return "the head is \(head.cursor)"
    }
    guard [promised.head.oldest, next.head.oldest].contains(head.oldest) else {
      return "the oldest is \(head.oldest)"
    }
    let count = try store.database.number("SELECT count(*) FROM record")
    let first = try store.database.number("SELECT coalesce(min(cursor), 0) FROM record")
    guard count == head.cursor - head.oldest + 1, count == 0 || first == head.oldest else {
      return "\(count) records from \(first) on"
    }
    let said = try store.database.value("PRAGMA integrity_check") ?? ""
    guard said == "ok" else { return said }
    let appended = try store.append([scan(serial: "NEXT")], rules: Rules())
    return appended.map(\.record.cursor) == [head.cursor + 1] ? nil : "next: \(appended)"
  }
}
