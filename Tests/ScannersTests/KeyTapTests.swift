// SPDX-License-Identifier: Apache-2.0

import CLinux
import Synchronization
import SystemCalls
import Testing
import Wedge

@testable import Scanners

@Suite struct KeyTapTests {
  private let bench: Bench
  private let device: FakeDevice
  private let tap = KeyTap()
  private let now = soon()

  init() throws {
    bench = try Bench()
    device = bench.add(scanner())
    try bench.hub.start()
  }

  /// All that waits in the tap.
  private func taken() -> KeyTap.Batch {
    var batch = KeyTap.Batch()
    tap.take(into: &batch) {}
    return batch
  }

  @Test func aTapGetsWhatTheDecoderGets() throws {
    device.type("12", at: now)
    try bench.settle()
    let start = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    #expect(start?.scanner.id == "usb-0c2e_0b61-S1")
    #expect(start?.keysDown == KeySet.none)
    device.type("3\n", at: now + 1)
    try bench.settle()
    let expected = [KEY_3, KEY_ENTER].flatMap { code in
      [
        key(code, 1, at: now + 1), report(at: now + 1), key(code, 0, at: now + 1),
        report(at: now + 1),
      ]
    }
    #expect(taken().inputs == expected.map { .event($0) })
    #expect(bench.newScans() == ["123"])
    #expect(taken().isEmpty)
  }

  @Test func whatWaitedToBeReadBelongsToTheTimeBefore() throws {
    device.send([key(KEY_LEFTSHIFT, 1, at: now), report(at: now)])
    let start = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    #expect(start?.keysDown == keySet([KEY_LEFTSHIFT]))
    #expect(taken().isEmpty)
    // The kernel is not asked which keys are down: that would discard what waits.
    #expect(device.calls.count { $0 == "keysDown" } == 1)
  }

  @Test func keysThatAreNotKnownAreNotTold() throws {
    device.send([dropped(at: now), key(KEY_1, 1, at: now), report(at: now)])
    device.type("2", at: now)
    try bench.settle()
    #expect(bench.hub.add(tap, to: "usb-0c2e_0b61-S1")?.keysDown == nil)
    device.send([dropped(at: now), report(at: now)])
    try bench.settle()
    #expect(bench.hub.add(KeyTap(), to: "usb-0c2e_0b61-S1")?.keysDown != nil)
  }

  @Test func aDropIsToldWithTheKeysThatAreDown() throws {
    _ = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    device.down = keySet([KEY_A])
    device.send([dropped(at: now), report(at: now)])
    try bench.settle()
    guard case .dropped(_, let keysDown)? = taken().inputs.first else {
      Issue.record("no drop")
      return
    }
    #expect(keysDown == keySet([KEY_A]))
  }

  @Test func noScannerOfThatNameHasNoTap() throws {
    #expect(bench.hub.add(tap, to: "usb-0c2e_0b61") == nil)
    device.unplug()
    #expect(bench.hub.add(tap, to: "usb-0c2e_0b61-S1") == nil)
  }

  @Test func theTapEndsWithItsScanner() throws {
    let start = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    device.type("1", at: now)
    try bench.settle()
    try bench.unplug(scanner())
    let batch = taken()
    #expect(batch.inputs.count == 4)
    #expect(batch.end?.cause == .unplugged)
    #expect(batch.end?.time ?? 0 >= start?.time ?? .max)
  }

  @Test func theEndOfTheDaemonIsAnotherOne() {
    _ = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    bench.hub.stop()
    #expect(taken().end?.cause == .released)
  }

  @Test func aTapThatIsRemovedGetsNothingMore() throws {
    let other = KeyTap()
    _ = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    _ = bench.hub.add(other, to: "usb-0c2e_0b61-S1")
    bench.hub.remove(tap)
    device.type("1\n", at: now)
    try bench.settle()
    #expect(taken().isEmpty)
    var batch = KeyTap.Batch()
    other.take(into: &batch) {}
    #expect(batch.inputs.count == 8)
  }

  @Test func aTapThatNobodyReadsLosesAndTheScannerDoesNot() throws {
    _ = bench.hub.add(tap, to: "usb-0c2e_0b61-S1")
    let count = KeyTap.capacity / 4 + 10
    for index in 0..<count {
      device.type("1\n", at: now + Int64(index))
      try bench.settle()
    }
    #expect(bench.newScans() == Array(repeating: "1", count: count))
    var batch = taken()
    #expect(batch.inputs.count == KeyTap.capacity)
    #expect(batch.lost == 8 * count - KeyTap.capacity)
    #expect(batch.lostUntil == now + Int64(count) - 1)
    batch.removeAll()
    device.type("2", at: now + Int64(count))
    try bench.settle()
    tap.take(into: &batch) {}
    #expect(batch.inputs.count == 4 && batch.lost == 0)
  }
}

@Suite struct KeyTapQueueTests {
  private let event = Input.event(key(KEY_A, 1, at: 1))

  @Test func whoFindsNothingIsCalledOnce() {
    let tap = KeyTap()
    let calls = Atomic<Int>(0)
    var batch = KeyTap.Batch()
    tap.take(into: &batch) { calls.add(1, ordering: .relaxed) }
    #expect(batch.isEmpty)
    tap.put(event)
    tap.put(event)
    #expect(calls.load(ordering: .relaxed) == 1)
    tap.take(into: &batch) { calls.add(1, ordering: .relaxed) }
    #expect(batch.inputs == [event, event])
    tap.put(event)
    #expect(calls.load(ordering: .relaxed) == 1)
  }

  @Test func theFirstEndCountsAndASilenceIsNothing() {
    let tap = KeyTap()
    tap.put(.idle(now: 5))
    var batch = KeyTap.Batch()
    tap.take(into: &batch) {}
    #expect(batch.isEmpty)
    tap.end(.unplugged, at: 7)
    tap.end(.released, at: 8)
    tap.take(into: &batch) {}
    #expect(batch.end == KeyTap.End(.unplugged, at: 7))
  }

  /// The two queues change places, so no memory is taken while a scanner is read.
  @Test func theMemoryOfAQueueStays() {
    let tap = KeyTap()
    var batch = KeyTap.Batch()
    var places: Set<UnsafeRawPointer> = []
    for _ in 0..<6 {
      for _ in 0..<KeyTap.capacity { tap.put(event) }
      batch.removeAll()
      tap.take(into: &batch) {}
      #expect(batch.inputs.count == KeyTap.capacity)
      batch.inputs.withUnsafeBytes { _ = places.insert($0.baseAddress!) }
    }
    #expect(places.count == 2)
  }
}
