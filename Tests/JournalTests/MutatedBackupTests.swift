// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking

@testable import Journal

/// Backups with random damage: if one is called sound, it can be restored, and the journal goes on.
@Suite struct MutatedBackupTests {
  @Test func whatIsCalledSoundCanBeRestoredAndGoesOn() async throws {
    let quiet = try QuietDirectory()
    let sound = try contents(of: quiet.backup)
    let seeds = (0..<(isFull ? 4000 : 150)).map { seed &+ UInt64($0) }
    let results = await inParallel(seeds, threads: 2) { MutationResult(seed: $0, of: sound) }
    for result in results where result.problem != nil {
      Issue.record("seed \(result.seed): \(result.problem ?? "")")
    }
    let restored = results.count { $0.isSound }
    #expect(restored > seeds.count / 50 && restored < seeds.count)
    report("\(restored) of \(seeds.count) mutated backups are sound and were restored")
  }
}

private struct MutationResult: Sendable {
  let seed: UInt64
  var isSound = false
  var problem: String?

  init(seed: UInt64, of sound: [UInt8]) {
    self.seed = seed
    do {
      let directory = try TemporaryDirectory()
      let file = directory.path + "/backup-file"
      try write(sound.mutated(seed: seed), to: file)
      guard let backup = try? BackupFile(verifying: file) else { return }
      isSound = true
      try restore(backup, to: directory)
    } catch {
      problem = "\(error)"
    }
  }

  private mutating func restore(_ backup: BackupFile, to directory: TemporaryDirectory) throws {
    _ = try backup.restore(to: directory.path + "/state")
    let events = Events()
    let journal = try ScanJournal(directory: directory.path + "/state", rules: Rules()) {
      events.add($0)
    }
    journal.append(scan(serial: "NEW"))
    journal.close()
    if journal.status.head != backup.head + 1 { problem = "the head is \(journal.status.head)" }
    if events.recorded != 1 { problem = "\(events.recorded) records were published" }
    if let aside = events.setAside { problem = "set aside: \(aside.cause)" }
    if let fault = events.itemFaults.first { problem = "items: \(fault)" }
  }
}

extension [UInt8] {
  /// These bytes with some changed: bits, bytes, or a block that another one replaces.
  fileprivate func mutated(seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var bytes = self
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      // Every other change is in the first bytes of a page, where its structure is.
      let page = Int.random(in: 0..<count / 4096, using: &random) * 4096
      let offset =
        page + Int.random(in: 0..<(Bool.random(using: &random) ? 128 : 4096), using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[offset] = UInt8.random(in: 0...255, using: &random)
      case 1:
        let length = Swift.min(16, count - offset)
        let source = Int.random(in: 0..<count - 16, using: &random)
        bytes.replaceSubrange(offset..<offset + length, with: self[source..<source + length])
      default: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
    }
    return bytes
  }
}
