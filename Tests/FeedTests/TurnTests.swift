// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization
import SystemCalls
import Testing

@testable import Feed

@Suite struct TurnTests {
  @Test func usersTakeTurnsHoweverMuchEachHasWaiting() {
    var queue = TurnQueue<String>()
    for number in 1...4 { queue.add("a\(number)", for: 1) }
    queue.add("b1", for: 2)
    queue.add("c1", for: 3)
    #expect(drain(&queue) { _ in 10 } == ["a1", "b1", "c1", "a2", "a3", "a4"])
  }

  @Test func theUserWhoseWorkHasTakenTheLeastTimeIsNext() {
    var queue = TurnQueue<String>()
    for number in 1...3 { queue.add("long\(number)", for: 1) }
    for number in 1...8 { queue.add("short\(number)", for: 2) }
    let order = drain(&queue) { $0.hasPrefix("long") ? 100 : 25 }
    #expect(
      order == [
        "long1", "short1", "short2", "short3", "short4", "long2", "short5", "short6", "short7",
        "short8", "long3",
      ])
  }

  @Test func whoWasIdleHasSavedNothingUp() {
    var queue = TurnQueue<String>()
    for number in 1...20 { queue.add("a\(number)", for: 1) }
    for _ in 1...10 {
      _ = queue.next()
      queue.note(1000, of: 1)
    }
    for number in 1...3 { queue.add("b\(number)", for: 2) }
    #expect(drain(&queue) { _ in 1000 }.prefix(5) == ["b1", "a11", "b2", "a12", "b3"])
  }

  @Test func aUserWhoHasGoneAndComesAgainIsNotServedFirst() {
    var queue = TurnQueue<String>()
    queue.add("slow", for: 1)
    queue.add("b1", for: 2)
    _ = queue.next()
    queue.note(5_000, of: 1)
    queue.add("slow again", for: 1)
    queue.add("b2", for: 2)
    #expect(drain(&queue) { _ in 10 } == ["b1", "b2", "slow again"])
  }

  @Test func usersWhoAreIdleAreForgotten() {
    var queue = TurnQueue<Int>()
    for uid in 1...10_000 {
      queue.add(uid, for: UInt32(uid))
      #expect(queue.next()?.work == uid)
      queue.note(1, of: UInt32(uid))
    }
    #expect(queue.userCount < 100)
  }

  @Test func aUserWhoRestsIsPassedOverUntilItHasRestedTwiceAsLongAsItWasWorkedFor() {
    var queue = TurnQueue<String>()
    for number in 1...4 { queue.add("a\(number)", for: 1) }
    #expect(queue.next(at: 0)?.work == "a1")
    // A short rest is not worth a timer.
    queue.rest(1, after: 50, at: 100)
    #expect(queue.next(at: 100)?.work == "a2")
    queue.rest(1, after: 1_000, at: 1_200)
    #expect(queue.next(at: 1_200) == nil)
    #expect(queue.nextRestEnd == 3_200)
    queue.add("b1", for: 2)
    #expect(queue.next(at: 1_200)?.work == "b1")
    #expect(queue.next(at: 3_199) == nil)
    #expect(queue.next(at: 3_200)?.work == "a3")
  }

  @Test(.timeLimit(.minutes(1))) func workThatNeverEndsLeavesTheSocketsTheirTurn() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let turns = LoopTurns(time: .microseconds(100))
    try turns.begin(on: loop)
    @Sendable func workOn() { turns.add(for: 1) { workOn() } }
    workOn()
    let counter = try Counter.events()
    let heard = loop.makePromise(of: Void.self)
    let descriptor = try Descriptor(duplicating: counter.number).release()
    let pipe = try await NIOPipeBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Hearing(heard))
        }
      }
      .takingOwnershipOfDescriptor(input: descriptor).get()
    counter.increment()
    try await heard.futureResult.get()
    try await pipe.close()
    try await loop.submit { turns.close() }.get()
    try await group.shutdownGracefully()
  }

  @Test func sliceAfterSliceIsDoneUntilTheWorkIsDone() async {
    let lane = Lane(Contention(), rests: true)
    let log = Mutex<[String]>([])
    await withCheckedContinuation { done in
      // The first piece of work holds the lane until everything waits.
      let gate = Gate()
      lane.run((), for: 9) { _ in
        gate.wait()
        return true
      }
      for name in ["x", "y"] {
        lane.run(0, for: 1) { count in
          count += 1
          log.withLock { $0.append("\(name)\(count)") }
          return count == 3
        }
      }
      lane.run((), for: 1) { _ in
        log.withLock { $0.append("z") }
        return true
      }
      lane.run(0, for: 1) { count in
        count += 1
        guard count == 4 else { return false }
        done.resume()
        return true
      }
      gate.open()
    }
    lane.close()
    #expect(log.withLock { $0 } == ["x1", "y1", "z", "x2", "y2", "x3", "y3"])
  }

  @Test func usersWhoseWorkAlternatesContend() {
    let contention = Contention()
    #expect(!contention.isPresent(at: 0))
    contention.note(1, at: 1_000)
    contention.note(1, at: 50_000)
    #expect(!contention.isPresent(at: 50_000))
    contention.note(2, at: 51_000)
    #expect(contention.isPresent(at: 52_000))
    contention.note(2, at: 80_000)
    #expect(!contention.isPresent(at: 80_000))
  }

  @Test func aWindowLetsAUserHaveSoManyInHandAndKeepsTheirOrder() {
    let window = Window(width: 2)
    var begun: [String] = []
    for number in 1...4 { window.enter(1) { begun.append("a\(number)") } }
    window.enter(2) { begun.append("b1") }
    #expect(begun == ["a1", "a2", "b1"])
    window.leave(1)
    #expect(begun == ["a1", "a2", "b1", "a3"])
    window.leave(1)
    window.leave(1)
    window.leave(1)
    #expect(begun == ["a1", "a2", "b1", "a3", "a4"])
    window.enter(1) { begun.append("a5") }
    #expect(begun.last == "a5")
  }

  private func drain(_ queue: inout TurnQueue<String>, time: (String) -> Int64) -> [String] {
    var order: [String] = []
    while let (work, user) = queue.next() {
      order.append(work)
      queue.note(time(work), of: user)
    }
    return order
  }
}

/// Keeps a promise when bytes have come.
private final class Hearing: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let heard: EventLoopPromise<Void>

  init(_ heard: EventLoopPromise<Void>) {
    self.heard = heard
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    heard.succeed()
  }
}
