// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Service

@Suite struct LineLimiterTests {
  private let second: Int64 = 1_000_000

  @Test func lostScansAreToldAtOnceAndThenOnceAMinuteWithTheirNumber() {
    var limiter = LineLimiter()
    var written: [String] = []
    // Ten lost scans a second, for three minutes.
    for tenth in 0..<1800 {
      let now = Int64(tenth) * second / 10
      written += limiter.due(at: now).map(\.text)
      let line = LineLimiter.Line(level: .critical, text: "lost")
      if let line = limiter.admit(line, of: .init(kind: .lostScan), at: now) {
        written.append(line.text)
      }
    }
    let others = "more of this kind since the last such line"
    #expect(written == ["lost", "lost (598 \(others))", "lost (599 \(others))"])
    #expect(limiter.nextDue == 180 * second)
    #expect(limiter.due(at: 180 * second).map(\.text) == ["lost (599 \(others))"])
    #expect(limiter.nextDue == nil && limiter.due(at: 240 * second) == [])
  }

  @Test func theLastStateIsWrittenThoughNothingFollows() {
    var limiter = LineLimiter()
    var written: [String] = []
    for number in 0..<6 {
      let events = [(LineLimiter.Kind.fault, "fails \(number)"), (.recovery, "works \(number)")]
      for (kind, text) in events {
        let now = Int64(number) * second + (kind == .recovery ? 1 : 0)
        let line = LineLimiter.Line(level: .error, text: text)
        if limiter.admit(line, of: .init(kind: kind), at: now) != nil { written.append(text) }
      }
    }
    #expect(written.count == 8)
    #expect(limiter.due(at: 59 * second) == [])
    let later = limiter.due(at: 61 * second).map(\.text)
    #expect(later.map { $0.prefix(7) } == ["fails 5", "works 5"])
    #expect(later.allSatisfy { $0.contains("(1 more") })
  }

  @Test func causesAreToldApartButNotWithoutEnd() {
    var limiter = LineLimiter()
    var written = 0
    for number in 0..<10_000 {
      let cause = LineLimiter.Cause(kind: .attached, subject: "usb-\(number)")
      let line = LineLimiter.Line(level: .info, text: "\(number)")
      if limiter.admit(line, of: cause, at: Int64(number)) != nil { written += 1 }
    }
    #expect(written == LineLimiter.mostCauses + 4)
    #expect(limiter.due(at: 100 * second).map { $0.text.prefix(4) } == ["9999"])
    // The causes whose minute is over make room for others.
    let cause = LineLimiter.Cause(kind: .attached, subject: "new")
    #expect(limiter.admit(.init(level: .info, text: "new"), of: cause, at: 200 * second) != nil)
  }

  @Test func afterAQuietMinuteALineIsWrittenAtOnce() {
    var limiter = LineLimiter()
    let line = LineLimiter.Line(level: .info, text: "a")
    for now in [0, 60, 120, 180] {
      #expect(limiter.admit(line, of: .init(kind: .lostScan), at: Int64(now) * second) == line)
    }
  }
}
