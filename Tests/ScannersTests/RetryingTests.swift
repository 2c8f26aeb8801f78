// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import Testing

@testable import Scanners

@Suite struct RetryingTests {
  @Test func aScannerThatCouldNotBeOpenedIsReadOnceItCanBeWithoutNewsOfUdev() throws {
    let bench = try Bench()
    bench.directory.present = [scanner()]
    try bench.hub.start()
    #expect(bench.newChanges().count == 1)
    bench.devices[scanner().sysPath] = FakeDevice()
    #expect(try bench.wait { !bench.hub.states().isEmpty })
    #expect(bench.newChanges() == ["attached usb-0c2e_0b61-S1"])
    #expect(bench.hub.ignoredDevices().isEmpty)
  }

  @Test func anAttemptThatFailsLikeTheOneBeforeIsNoNews() throws {
    let bench = try Bench()
    let device = bench.add(scanner())
    device.failures["keys"] = .tooManyOpenFiles
    try bench.hub.start()
    #expect(
      bench.newChanges() == [
        "ignored /dev/input/event1: keys: Too many open files; it is tried again"
      ])
    #expect(try bench.wait { device.calls.count >= 2 })
    #expect(bench.newChanges() == [])
    #expect(bench.hub.ignoredDevices().count == 1)
  }

  @Test func aDeviceThatIsGoneOrNoLongerWantedIsNotTriedAgain() throws {
    let bench = try Bench()
    let (gone, unwanted) = (scanner(1), scanner(2, serial: "S2", port: "2"))
    bench.directory.present = [gone, unwanted]
    try bench.hub.start()
    #expect(bench.hub.retries.next != nil)
    bench.settings = { _ in nil }
    bench.directory.tell(.present(unwanted))
    bench.directory.tell(.gone(sysPath: gone.sysPath))
    try bench.settle()
    #expect(bench.hub.retries.next == nil)
  }

  @Test func theTimesBetweenAttemptsGrow() {
    var retries = OpenRetries()
    var now: Int64 = 0
    var times: [Int64] = []
    for _ in 0..<6 {
      retries.noteFailure(of: "a", at: now)
      #expect(retries.due(at: now) == [])
      let next = retries.next ?? 0
      times.append(next - now)
      now = next
      #expect(retries.due(at: now) == ["a"])
    }
    #expect(times == [200_000, 1_000_000, 5_000_000, 30_000_000, 30_000_000, 30_000_000])
    retries.forget("a")
    #expect(retries.next == nil && retries.due(at: .max) == [])
  }

  @Test func aDeviceThatWorkedInBetweenIsTriedSoonAgain() {
    var retries = OpenRetries()
    for now in [0, 1, 2] { retries.noteFailure(of: "a", at: Int64(now)) }
    retries.forget("a")
    retries.noteFailure(of: "a", at: 10)
    #expect(retries.next == 200_010)
  }
}
