// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Scanners

@Suite struct EventLoopTests {
  let loop: EventLoop

  init() throws { loop = try EventLoop() }

  @Test func aHandlerIsCalledAsLongAsThereIsSomethingToRead() throws {
    let pipe = Pipe()
    var called = 0
    try loop.watch(pipe.output) { readiness in
      called += 1
      #expect(readiness == .readable)
    }
    try loop.turn(timeout: 0)
    #expect(called == 0)
    pipe.write("x")
    try loop.turn(timeout: 0)
    try loop.turn(timeout: 0)
    #expect(called == 2)
  }

  @Test func hangingUpIsTold() throws {
    let pipe = Pipe()
    var told: EventLoop.Readiness = []
    try loop.watch(pipe.output) { told = $0 }
    pipe.closeInput()
    try loop.turn(timeout: 0)
    #expect(told.contains(.hungUp))
  }

  @Test func aHandlerThatEndsAnothersWatchKeepsItFromBeingCalled() throws {
    let pipes = [Pipe(), Pipe()]
    var called: [Int] = []
    for (index, pipe) in pipes.enumerated() {
      try loop.watch(pipe.output) { [loop] _ in
        called.append(index)
        loop.unwatch(pipes[1 - index].output)
      }
      pipe.write("x")
    }
    try loop.turn(timeout: 0)
    #expect(called.count == 1)
  }

  @Test func aDescriptorNumberThatComesAgainIsAnotherWatch() throws {
    var called: [String] = []
    let old = Pipe()
    let number = old.output
    try loop.watch(number) { _ in called.append("old") }
    old.write("x")
    loop.unwatch(number)
    let new = Pipe()
    dup2(new.output, number)
    try loop.watch(number) { _ in called.append("new") }
    new.write("x")
    try loop.turn(timeout: 0)
    #expect(called == ["new"])
  }

  @Test func watchingADescriptorTwiceOrAFileIsAnError() throws {
    let pipe = Pipe()
    try loop.watch(pipe.output) { _ in }
    #expect(throws: SystemCallError("epoll_ctl", code: EEXIST)) {
      try loop.watch(pipe.output) { _ in }
    }
    #expect(throws: SystemCallError("epoll_ctl", code: EBADF)) { try loop.watch(-1) { _ in } }
  }

  @Test func aTimerGoesOffOnceAtItsMoment() throws {
    var moments: [Int64] = []
    let timer = try EventLoop.Timer(on: loop) { moments.append(Clock.monotonic.now) }
    let moment = Clock.monotonic.now + 5000
    timer.set(at: moment)
    try loop.turn(timeout: 5000)
    try loop.turn(timeout: 20)
    #expect(moments.count == 1)
    #expect(moments.allSatisfy { $0 >= moment })
  }

  @Test func aTimerWhoseMomentHasPassedGoesOffAtOnce() throws {
    var count = 0
    let timer = try EventLoop.Timer(on: loop) { count += 1 }
    timer.set(at: 0)
    try loop.turn(timeout: 5000)
    #expect(count == 1)
  }

  @Test func aTimerThatIsPutOffOrForgottenDoesNotGoOff() throws {
    var count = 0
    let timer = try EventLoop.Timer(on: loop) { count += 1 }
    timer.set(at: 0)
    timer.set(at: .max)
    try loop.turn(timeout: 10)
    timer.set(at: 0)
    timer.set(at: nil)
    try loop.turn(timeout: 10)
    #expect(count == 0)
  }

  @Test func anotherThreadCanWakeTheLoopAndHaveItStop() throws {
    var isAwake = false
    let waker = try EventLoop.Waker(of: loop) { [loop] in
      isAwake = true
      loop.stop()
    }
    let thread = startThread { waker.wake() }
    try loop.run()
    pthread_join(thread, nil)
    #expect(isAwake)
  }

  @Test func manyCallsThatComeTogetherAreAnsweredAtLeastOnce() throws {
    var count = 0
    let waker = try EventLoop.Waker(of: loop) { count += 1 }
    for _ in 0..<10 { waker.wake() }
    for _ in 0..<3 { try loop.turn(timeout: 0) }
    #expect(count == 1)
  }
}

/// A pipe(2) that does not block.
private final class Pipe {
  let output: Int32
  private var input: Int32

  init() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    (output, input) = (ends[0], ends[1])
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(output)
    closeInput()
  }

  func write(_ text: String) {
    _ = Glibc.write(input, text, text.utf8.count)
  }

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }
}

private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { argument in
      Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
      return nil
    }, Unmanaged.passRetained(Box(body)).toOpaque())
  return thread
}
