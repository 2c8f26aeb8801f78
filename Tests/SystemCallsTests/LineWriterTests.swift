// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import SystemCalls

// The threads of these writers live as long as the test's process, and so do their pipes.
@Suite struct LineWriterTests {
  @Test func linesArriveInTheirOrder() throws {
    let pipe = LinePipe()
    let writer = try LineWriter(to: pipe.input) { _ in [] }
    for number in 0..<100 { writer.post(Array("\(number)\n".utf8)) }
    writer.finish(by: .max)
    #expect(pipe.read() == (0..<100).map { "\($0)\n" }.joined())
  }

  @Test func aFullPipeHoldsNobodyUpAndTheLossIsToldOnce() throws {
    let pipe = LinePipe()
    let filling = pipe.fill()
    let writer = try LineWriter(to: pipe.input, capacity: 100) { Array("lost \($0)\n".utf8) }
    for _ in 0..<1000 { writer.post(Array("123456789\n".utf8)) }
    // The pipe takes nothing, so this waits for no longer than it is told to.
    writer.finish(by: SystemClock.monotonic.now + 1000)
    var text = ""
    while !text.contains("lost") { text += pipe.read() }
    let rest = text.dropFirst(filling)
    let lines = rest.split(separator: "\n")
    let written = lines.count { $0 == "123456789" }
    #expect(lines.last == "lost \(1000 - written)")
    #expect(lines.count == written + 1 && (1...20).contains(written))
  }

  @Test func aPipeWithoutAReaderIsNoEnd() throws {
    let pipe = LinePipe()
    close(pipe.output)
    let writer = try LineWriter(to: pipe.input) { _ in [10] }
    for _ in 0..<3 {
      writer.post([10])
      writer.finish(by: .max)
    }
  }

  @Test func aPipeThatSomebodyElseMadeNonBlockingIsWaitedFor() throws {
    let pipe = LinePipe()
    let filling = pipe.fill()
    _ = fcntl(pipe.input, F_SETFL, O_NONBLOCK)
    let writer = try LineWriter(to: pipe.input) { _ in [] }
    writer.post(Array("late\n".utf8))
    var text = ""
    while text.utf8.count < filling + 5 { text += pipe.read() }
    #expect(text.hasSuffix("late\n"))
  }
}

/// A pipe: pipe(2).
private struct LinePipe {
  let output: Int32
  let input: Int32

  init() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    (output, input) = (ends[0], ends[1])
  }

  /// Fills it, and returns the number of bytes.
  func fill() -> Int {
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    defer { _ = fcntl(input, F_SETFL, 0) }
    var count = 0
    while write(input, [UInt8](repeating: 46, count: 512), 512) == 512 { count += 512 }
    return count
  }

  /// The bytes that are in it, after waiting for a first one.
  func read() -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    let count = Glibc.read(output, &buffer, buffer.count)
    return String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
  }
}
