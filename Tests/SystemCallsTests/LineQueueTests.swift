// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SystemCalls

@Suite struct LineQueueTests {
  @Test func linesComeOutWholeAndInTheirOrder() {
    var queue = LineQueue(capacity: 10_000)
    #expect(queue.take() == nil && queue.isIdle)
    let lines = (0..<300).map { "line \($0)\n" }
    for line in lines { queue.append(Array(line.utf8)) }
    #expect(!queue.isIdle)
    let pieces = queue.written()
    #expect(pieces.count == 1)
    #expect(pieces.joined() == lines.joined())
    #expect(queue.isIdle)
  }

  @Test func aPieceIsBoundedAndALineIsNeverDivided() {
    var queue = LineQueue(capacity: 1 << 20)
    let lengths = [5000, 3000, 3000, 10, 10, 4096]
    let lines = lengths.map { String(repeating: "x", count: $0 - 1) + "\n" }
    for line in lines { queue.append(Array(line.utf8)) }
    #expect(queue.written().map(\.utf8.count) == [5000, 3000, 3020, 4096])
  }

  @Test func aLossIsCountedAndToldInItsPlace() {
    var queue = LineQueue(capacity: 6)
    for line in ["a\n", "b\n", "c\n", "lost\n", "d\n", "e\n"] { queue.append(Array(line.utf8)) }
    let first = queue.take()
    #expect(first == .lines(Array("a\nb\nc\n".utf8)))
    queue.append(Array("f\n".utf8))
    queue.noteEnd(of: first!, unwritten: [])
    #expect(queue.written() == ["lost 3", "f\n"])
    #expect(queue.isIdle)
  }

  @Test func linesAfterALossWaitForItsTelling() {
    var queue = LineQueue(capacity: 8)
    let long = String(repeating: "x", count: 6) + "\n"
    queue.append(Array(long.utf8))
    queue.append(Array("lost\n".utf8))
    queue.append(Array("\n".utf8))
    #expect(queue.written() == [long, "lost 2"])
    queue.append(Array("g\n".utf8))
    #expect(queue.written() == ["g\n"])
  }

  @Test func afterAFailureTheNextLineIsTriedAndTheLossComesFirst() {
    var queue = LineQueue(capacity: 100)
    for line in ["a\n", "b\n"] { queue.append(Array(line.utf8)) }
    let piece = queue.take()!
    queue.append(Array("c\n".utf8))
    queue.noteEnd(of: piece, unwritten: Array("b\n".utf8)[...])
    #expect(queue.take() == nil && queue.isIdle)
    queue.append(Array("d\n".utf8))
    let loss = queue.take()
    #expect(loss == .loss(2))
    queue.noteEnd(of: loss!, unwritten: [0])
    #expect(queue.take() == nil && queue.isIdle)
    queue.append(Array("e\n".utf8))
    #expect(queue.written() == ["lost 3", "e\n"])
  }

  @Test func noLineIsBothWrittenAndLost() {
    var random = SystemRandomNumberGenerator()
    var queue = LineQueue(capacity: 64)
    var (appended, written, lost) = (0, 0, 0)
    for _ in 0..<20_000 {
      if Bool.random(using: &random) {
        queue.append(Array(String(repeating: "x", count: .random(in: 0...30)).utf8) + [10])
        appended += 1
      } else if let piece = queue.take() {
        let fails = Int.random(in: 0..<5) == 0
        switch piece {
        case .lines(let bytes):
          if !fails { written += bytes.count { $0 == 10 } }
          queue.noteEnd(of: piece, unwritten: fails ? bytes[...] : [])
        case .loss(let count):
          if !fails { lost += count }
          queue.noteEnd(of: piece, unwritten: fails ? [0] : [])
        }
      }
    }
    queue.append([10])
    appended += 1
    for text in queue.written() {
      if text.hasPrefix("lost ") {
        lost += Int(text.dropFirst(5)) ?? 0
      } else {
        written += text.utf8.count { $0 == 10 }
      }
    }
    #expect(written + lost == appended)
  }
}

extension LineQueue {
  /// Everything that can be written now; a loss as "lost N".
  fileprivate mutating func written() -> [String] {
    var texts: [String] = []
    while let piece = take() {
      switch piece {
      case .lines(let bytes): texts.append(String(decoding: bytes, as: UTF8.self))
      case .loss(let count): texts.append("lost \(count)")
      }
      noteEnd(of: piece, unwritten: [])
    }
    return texts
  }
}
