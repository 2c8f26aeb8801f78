// SPDX-License-Identifier: Apache-2.0

// The header of a database is its first 100 bytes (sqlite.org/fileformat2.html, 1.3).

import Foundation
import Testing
import Tracking

@testable import Journal

/// One bit of a header is wrong, any one: the journal opens or is set aside, items can be used or are
/// said not to be, and the daemon starts.
@Suite struct HeaderFlipTests {
  private static let bits = Array(0..<800)

  @Test func aJournalWithAWrongBitOpensOrIsSetAside() async throws {
    let quiet = try QuietDirectory()
    let sound = try contents(of: quiet.directory.database)
    let results = await inParallel(Self.bits, threads: 2) { bit in
      outcome(of: bit) { try openJournal(sound.flipping(bit)) }
    }
    check(results, damage: 150...700)
  }

  @Test func itemsWithAWrongBitOpenOrAreUnavailable() async throws {
    let quiet = try QuietDirectory()
    let sound = try contents(of: quiet.directory.items)
    let results = await inParallel(Self.bits, threads: 2) { bit in
      outcome(of: bit) { try openItems(sound.flipping(bit)) }
    }
    check(results, damage: 150...700)
  }

  /// Damage behind the header may pass unnoticed here: it is met when its page is read.
  @Test func aWrongBitBehindTheHeaderIsMetWithoutAnError() async throws {
    let quiet = try QuietDirectory()
    let journal = try contents(of: quiet.directory.database)
    let items = try contents(of: quiet.directory.items)
    var random = SeededGenerator(seed: seed)
    let bits = (0..<(isFull ? 2000 : 100)).map { _ in
      Int.random(in: 800..<items.count * 8, using: &random)
    }
    let results = await inParallel(bits, threads: 2) { bit in
      let result = outcome(of: bit) { try openJournal(journal.flipping(bit)) }
      return result.problem == nil
        ? outcome(of: bit) { try openItems(items.flipping(bit)) } : result
    }
    check(results, damage: 0...bits.count)
  }

  private func check(_ results: [FlipResult], damage: ClosedRange<Int>) {
    let wrong = results.filter { $0.problem != nil }.sorted { $0.bit < $1.bit }
    for result in wrong.prefix(5) {
      Issue.record(
        "seed \(seed), byte \(result.bit / 8), bit \(result.bit % 8): \(result.problem ?? "")")
    }
    #expect(wrong.count == 0)
    // The canary: a test that opens something else finds no damage.
    #expect(damage.contains(results.count { $0.isDamage }))
  }
}

private struct FlipResult: Sendable {
  let bit: Int
  var isDamage = false
  var problem: String?
}

/// - Parameter open: returns true if the file is damaged.
private func outcome(of bit: Int, _ open: () throws -> Bool) -> FlipResult {
  var result = FlipResult(bit: bit)
  do {
    result.isDamage = try open()
  } catch {
    result.problem = "\(error)"
  }
  return result
}

private func openJournal(_ bytes: [UInt8]) throws -> Bool {
  let temporary = try TemporaryDirectory()
  try write(bytes, to: temporary.database)
  let directory = try StateDirectory(path: temporary.path)
  let (connection, setAside) = try directory.openConnection()
  guard let error = failure({ _ = try connection.append([scan(serial: "A")], rules: Rules()) })
  else { return setAside != nil }
  guard error.isDamage, setAside == nil else { throw error }
  let (other, _) = try directory.replaceJournal(cause: error.detail)
  try other.append([scan(serial: "A")], rules: Rules())
  return true
}

private func openItems(_ bytes: [UInt8]) throws -> Bool {
  let temporary = try TemporaryDirectory()
  try write(bytes, to: temporary.items)
  let directory = try StateDirectory(path: temporary.path)
  guard let error = failure({ _ = try ItemConnection(in: directory) }) else { return false }
  guard error.isDamage, ![.newerSchema, .foreignDatabase].contains(error.code) else { throw error }
  return true
}

private func failure(_ body: () throws -> Void) -> JournalError? {
  do {
    try body()
    return nil
  } catch {
    return error as? JournalError
  }
}

extension [UInt8] {
  /// These bytes with one bit changed.
  fileprivate func flipping(_ bit: Int) -> [UInt8] {
    var bytes = self
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return bytes
  }
}
