// SPDX-License-Identifier: Apache-2.0

import Feed
import Testing
import Wire

/// Nothing is lost and nothing comes twice, wherever records come from.
@Suite struct DeliveryTests {
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func everyFollowerGetsEveryMatchingRecordOnceAndInOrder(seed: UInt64) async throws {
    var limits = FeedLimits()
    limits.pageRecords = 7
    limits.pageBytes = 2_000
    try await withService(MemoryJournal(records: 40, scanLimit: 11), limits: limits) { service in
      var random = SplitMix(seed: seed)
      var followers: [(client: RawClient, after: Int64, isOdd: Bool)] = []
      while service.journal.bounds().head < 1_500 {
        record(for: service, &random)
        if followers.count < 30, Int.random(in: 0..<4, using: &random) == 0 {
          let after = Int64.random(in: 0...service.journal.bounds().head, using: &random)
          let isOdd = Bool.random(using: &random)
          let filter = isOdd ? ",\"stations\":[\"odd\"]" : ""
          followers.append((try service.follower(after: "\(after)", filter), after, isOdd))
        }
      }
      service.server.announce()
      let head = service.journal.bounds().head
      #expect(followers.count == 30)
      let all = (1...head).map(sampleLine)
      for (client, after, isOdd) in followers {
        let cursors = (after..<head).filter { !isOdd || $0 % 2 == 0 }
        let expected = cursors.map { all[Int($0)] }
        #expect(try client.lines(expected.count) == expected)
        #expect(client.isSilent(milliseconds: 2))
      }
    }
  }

  /// Records a few, and announces all of them, some of them, none, or says only that there are some.
  private func record(for service: Service, _ random: inout SplitMix) {
    let count = Int.random(in: 1...Int.random(in: 1...40, using: &random), using: &random)
    var records = (0..<count).map { _ in service.journal.append() }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: service.server.announce()
    case 1: return
    case 2:
      records.remove(at: Int.random(in: records.indices, using: &random))
      fallthrough
    default: service.server.announce(records, of: service.journal.journalID)
    }
  }
}

/// A generator whose numbers come again from the same seed (Steele, Lea and Flood's SplitMix64).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
