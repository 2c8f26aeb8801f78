// SPDX-License-Identifier: Apache-2.0

// Recorded before published: whatever `append` returned must be in the journal, whatever the disk
// made of writes that no sync had confirmed. One run of 200 appends is logged; then the power goes
// before every step of it, and each time the journal is opened from what a disk could hold.

import Testing
import Tracking

@testable import Journal

@Suite struct PowerLossTests {
  @Test func whateverWasPublishedIsThereWheneverThePowerGoes() throws {
    let run = try RecordedRun(appends: 200, seed: seed)
    var random = SeededGenerator(seed: seed)
    let steps = sample(Array(run.steps), 300, &random)
    var images = 0
    for (number, step) in steps.enumerated() {
      for fate in fates(of: number, &random) {
        images += 1
        try expectKept(run, before: step, fate)
      }
    }
    report("\(run.published.count) appends: \(images) disks after a loss at \(steps.count) steps")
  }

  @Test func whateverWasPublishedIsThereWhenThePowerGoesAgainSoonAfterwards() throws {
    let run = try RecordedRun(appends: 60, seed: seed)
    var random = SeededGenerator(seed: seed &+ 1)
    let steps = sample(Array(run.steps), 20, &random)
    for step in steps {
      let first = try run.disk.image(before: step, keeping: .some(random.next()))
      let again = try RecordedRun(appends: 10, seed: random.next(), in: first)
      try #require(again.before.starts(with: run.published(before: step)))
      for _ in 0..<4 {
        try expectKept(
          again, before: Int.random(in: again.steps, using: &random), .some(random.next()))
      }
    }
    report("\(steps.count) steps, and four second losses after each")
  }

  @Test(arguments: ["NORMAL", "OFF"]) func withoutASyncOfEachCommitTheSameTestFindsLosses(
    synchronous: String
  ) throws {
    let run = try RecordedRun(appends: 60, seed: seed, synchronous: synchronous)
    let losses = run.marks.filter { mark in
      run.loss(before: mark.step, keeping: .nothing) != nil
    }
    #expect(!losses.isEmpty, "seed \(seed)")
    report("synchronous = \(synchronous): \(losses.count) of \(run.marks.count) commits lost")
  }

  private func fates(of number: Int, _ random: inout SeededGenerator) -> [Fate] {
    let some: [Fate] = (0..<(isFull ? 6 : 1)).map { _ in .some(random.next()) }
    return isFull ? [.nothing, .everything] + some : [number % 2 == 0 ? .nothing : some[0]]
  }

  private func expectKept(_ run: RecordedRun, before step: Int, _ fate: Fate) throws {
    if let loss = run.loss(before: step, keeping: fate) {
      Issue.record("seed \(seed), \(run.title), power lost before step \(step), \(fate): \(loss)")
    }
  }
}
