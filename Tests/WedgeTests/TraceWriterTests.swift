// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

@Suite struct TraceWriterTests {
  @Test func aTraceIsReadable() throws {
    let text = """
      open keys=leftshift capslock=on
      t=2s
      +a
      t=2.1s
      [-a -leftshift ~enter]
      t=2.1s
      dropped keys=enter capslock=off
      led capslock=on
      event 0 3 0
      event 0 0 0
      t=3s
      dropped
      unplug
      """
    #expect(
      try rewritten(text) == """
        open keys=leftshift capslock=on
        t=2s +a
        t=2.1s [-a -leftshift ~enter]
        t=2.1s
        dropped keys=enter capslock=off
        t=2.1s
        led capslock=on
        t=2.1s
        event 0 3 0
        event 0 0 0
        t=3s
        dropped
        t=3s
        unplug
        """)
  }

  @Test(arguments: GoldenTraces.names)
  func whatIsWrittenReadsAsWhatHappened(name: String) throws {
    let trace = try GoldenTraces.read(name)
    let again = try Trace.parse(Array(written(trace).utf8))
    #expect(again.inputs == trace.inputs)
    #expect(again.keysDown == trace.keysDown)
    #expect(again.capsLock == trace.capsLock)
  }

  @Test func whatAReplayDoesNotNeedIsLeftOut() {
    var writer = TraceWriter(openedAt: 100)
    #expect(writer.lines(for: .event(KeyEvent(time: 101, type: 4, code: 4, value: 9))).isEmpty)
    #expect(writer.lines(for: .event(KeyEvent(time: 101, type: 0, code: 0, value: 0))).isEmpty)
    #expect(writer.lines(for: .idle(now: 102)).isEmpty)
    #expect(writer.lines(for: .unplugged(at: 103)) == ["t=3us", "unplug"])
  }

  @Test func aClockThatGoesBackStandsStill() {
    var writer = TraceWriter(openedAt: 0)
    #expect(writer.lines(for: .dropped(at: 1500, keysDown: nil)) == ["t=0.0015s", "dropped"])
    #expect(writer.lines(for: .dropped(at: 5, keysDown: nil)) == ["t=0.0015s", "dropped"])
    #expect(writer.lines(for: .dropped(at: .min, keysDown: nil)) == ["t=0.0015s", "dropped"])
  }

  private func rewritten(_ text: String) throws -> String {
    try written(Trace.parse(Array(text.utf8)))
  }

  private func written(_ trace: Trace) -> String {
    var writer = TraceWriter(openedAt: 0)
    let opening = writer.opening(keysDown: trace.keysDown, capsLock: trace.capsLock)
    let lines = trace.inputs.flatMap { writer.lines(for: $0) }
    return ([opening] + lines).joined(separator: "\n")
  }
}
