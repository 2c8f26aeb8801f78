// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Testing

@Suite struct PollerTests {
  let poller: Poller

  init() throws { poller = try Poller() }

  @Test func aHandlerIsCalledAsLongAsThereIsSomethingToRead() throws {
    let pipe = Pipe()
    var called = 0
    try poller.watch(pipe.output) { readiness in
      called += 1
      #expect(readiness == .readable)
    }
    try poller.turn(timeout: 0)
    #expect(called == 0)
    pipe.write("x")
    try poller.turn(timeout: 0)
    try poller.turn(timeout: 0)
    #expect(called == 2)
  }

  @Test func hangingUpIsTold() throws {
    let pipe = Pipe()
    var told: Poller.Readiness = []
    try poller.watch(pipe.output) { told = $0 }
    pipe.closeInput()
    try poller.turn(timeout: 0)
    #expect(told.contains(.hungUp))
  }

  @Test func aHandlerThatEndsAnothersWatchKeepsItFromBeingCalled() throws {
    let pipes = [Pipe(), Pipe()]
    var called: [Int] = []
    for (index, pipe) in pipes.enumerated() {
      try poller.watch(pipe.output) { [poller] _ in
        called.append(index)
        poller.unwatch(pipes[1 - index].output)
      }
      pipe.write("x")
    }
    try poller.turn(timeout: 0)
    #expect(called.count == 1)
  }

  @Test func aDescriptorNumberThatComesAgainIsAnotherWatch() throws {
    var called: [String] = []
    let old = Pipe()
    let number = old.output
    try poller.watch(number) { _ in called.append("old") }
    old.write("x")
    poller.unwatch(number)
    let new = Pipe()
    dup2(new.output, number)
    try poller.watch(number) { _ in called.append("new") }
    new.write("x")
    try poller.turn(timeout: 0)
    #expect(called == ["new"])
  }

  @Test func watchingADescriptorTwiceOrAFileIsAnError() throws {
    let pipe = Pipe()
    try poller.watch(pipe.output) { _ in }
    #expect(throws: SystemCallError("epoll_ctl", .fileExists)) {
      try poller.watch(pipe.output) { _ in }
    }
    #expect(throws: SystemCallError("epoll_ctl", .badFileDescriptor)) {
      try poller.watch(-1) { _ in }
    }
  }

  @Test func aTimerGoesOffOnceAtItsMoment() throws {
    var moments: [Int64] = []
    let timer = try Poller.Timer(on: poller) { moments.append(SystemClock.monotonic.now) }
    let moment = SystemClock.monotonic.now + 5000
    timer.set(at: moment)
    try poller.turn(timeout: 5000)
    try poller.turn(timeout: 20)
    #expect(moments.count == 1)
    #expect(moments.allSatisfy { $0 >= moment })
  }

  @Test func aTimerWhoseMomentHasPassedGoesOffAtOnce() throws {
    var count = 0
    let timer = try Poller.Timer(on: poller) { count += 1 }
    timer.set(at: 0)
    try poller.turn(timeout: 5000)
    #expect(count == 1)
  }

  @Test func aTimerThatIsPutOffOrForgottenDoesNotGoOff() throws {
    var count = 0
    let timer = try Poller.Timer(on: poller) { count += 1 }
    timer.set(at: 0)
    timer.set(at: .max)
    try poller.turn(timeout: 10)
    timer.set(at: 0)
    timer.set(at: nil)
    try poller.turn(timeout: 10)
    #expect(count == 0)
  }

  @Test func anotherThreadCanWakeThePollerAndHaveItStop() throws {
    var isAwake = false
    let waker = try Poller.Waker(of: poller) { [poller] in
      isAwake = true
      poller.stop()
    }
    onAnotherThread { waker.wake() }
    try poller.run()
    #expect(isAwake)
  }

  @Test func manyCallsThatComeTogetherAreAnsweredAtLeastOnce() throws {
    var count = 0
    let waker = try Poller.Waker(of: poller) { count += 1 }
    for _ in 0..<10 { waker.wake() }
    for _ in 0..<3 { try poller.turn(timeout: 0) }
    #expect(count == 1)
  }
}
