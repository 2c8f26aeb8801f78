// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Feed

@Suite struct RequestLinesTests {
  @Test func linesAreTheSameHoweverTheyAreCut() {
    let stream = Array("{\"a\":1}\n\n{\"b\":\"\u{e9}\"}\r\n{\"c\":3}\nrest".utf8)
    let whole = steps(of: [stream])
    #expect(whole.count == 6)
    #expect(whole.suffix(2) == [.cut, .end])
    #expect(steps(of: stream.map { [$0] }) == whole)
    for first in stream.indices {
      for second in first...stream.count {
        let chunks = [stream[..<first], stream[first..<second], stream[second...]]
        #expect(steps(of: chunks.map(Array.init)) == whole)
      }
    }
  }

  @Test func aLineOfTheGreatestLengthIsTaken() {
    let line = [UInt8](repeating: 0x20, count: Request.maximumLength)
    #expect(steps(of: [line + [0x0A]]) == [.line(line), .end])
    #expect(steps(of: [line, [0x0A]]) == [.line(line), .end])
    #expect(steps(of: [line]) == [.cut, .end])
  }

  @Test func aLongerLineIsRefusedAndNothingBehindItIsLookedAt() {
    let line = [UInt8](repeating: 0x20, count: Request.maximumLength + 1)
    #expect(steps(of: [line + [0x0A, 0x61, 0x0A]]) == [.tooLong, .end])
    #expect(steps(of: [line, [0x0A, 0x61, 0x0A]]) == [.tooLong, .end])
    #expect(steps(of: [[0x61, 0x0A] + line]) == [.line([0x61]), .tooLong, .end])
  }

  @Test func nothingIsTheEnd() {
    #expect(steps(of: []) == [.end])
    #expect(steps(of: [[0x0A]]) == [.line([]), .end])
  }

  @Test func whatIsWholeIsTakenAfterStoppingAndTheRestForgotten() {
    var lines = RequestLines()
    lines.append("a\nb\nc".utf8)
    #expect(lines.next() == .line([0x61]))
    lines.stop()
    #expect(!lines.isFinished)
    #expect(lines.next() == .line([0x62]))
    #expect(lines.isFinished)
    #expect(lines.next() == .end)
  }

  @Test func stoppingWithinTheFirstLineForgetsIt() {
    var lines = RequestLines()
    lines.append("abc".utf8)
    #expect(lines.next() == .more)
    lines.stop()
    #expect(lines.next() == .end)
  }

  /// The work that there is when the client sends `chunks` and ends.
  private func steps(of chunks: [[UInt8]]) -> [RequestLines.Next] {
    var lines = RequestLines()
    var steps: [RequestLines.Next] = []
    for chunk in chunks {
      lines.append(chunk)
      while case let next = lines.next(), next != .more, next != .end { steps.append(next) }
    }
    lines.finish()
    while steps.last != .end { steps.append(lines.next()) }
    return steps
  }
}
