// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import SystemCalls
import Testing
import Wedge

@testable import Scanners

/// A pipe stands for the device: what is written into it are the bytes of `struct input_event`.
@Suite struct EvdevNodeTests {
  private let node: EvdevNode
  private let input: Int32
  private var batch = EventBatch()

  init() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    node = EvdevNode(adopting: ends[0])
    input = ends[1]
  }

  private func bytes(of events: [KeyEvent]) -> [UInt8] {
    events.flatMap { event in
      var raw = input_event()
      raw.time.tv_sec = Int(event.time / 1_000_000)
      raw.time.tv_usec = Int(event.time % 1_000_000)
      (raw.type, raw.code, raw.value) = (event.type, event.code, event.value)
      return withUnsafeBytes(of: raw) { Array($0) }
    }
  }

  private func send(_ bytes: [UInt8]) {
    #expect(write(input, bytes, bytes.count) == bytes.count)
  }

  @Test mutating func eventsComeAsTheyWereSent() throws {
    let now = SystemClock.monotonic.now
    let sent = [key(KEY_1, 1, at: now - 5), report(at: now - 5), key(KEY_1, 0, at: now)]
    send(bytes(of: sent))
    #expect(try node.read(into: &batch) == true)
    #expect(batch.events == sent)
    #expect(try node.read(into: &batch) == false)
    #expect(batch.events.isEmpty)
    close(input)
  }

  @Test mutating func anEventThatIsCutComesWhenTheRestIsThere() throws {
    let now = SystemClock.monotonic.now
    let sent = [key(KEY_1, 1, at: now), report(at: now)]
    let raw = bytes(of: sent)
    send(Array(raw[..<30]))
    #expect(try node.read(into: &batch) == true)
    #expect(batch.events == [sent[0]])
    send(Array(raw[30...]))
    #expect(try node.read(into: &batch) == true)
    #expect(batch.events == [sent[1]])
    close(input)
  }

  @Test mutating func aReadTakesNoMoreThanABatch() throws {
    let now = SystemClock.monotonic.now
    send(bytes(of: (0..<100).map { key(KEY_1, $0 & 1, at: now) }))
    #expect(try node.read(into: &batch) == true)
    #expect(batch.events.count == 64 && batch.isFull)
    #expect(try node.read(into: &batch) == true)
    #expect(batch.events.count == 36 && !batch.isFull)
    close(input)
  }

  @Test mutating func theEndOfADeviceIsAnError() {
    close(input)
    var batch = EventBatch()
    #expect(throws: SystemCallError("read", .operationNotSupportedByDevice)) {
      try node.read(into: &batch)
    }
  }

  @Test func whatIsNoInputDeviceRefusesEveryQuestion() {
    #expect(throws: SystemCallError("EVIOCGBIT", .inappropriateIOCTLForDevice)) { try node.keys() }
    #expect(throws: SystemCallError("EVIOCGKEY", .inappropriateIOCTLForDevice)) {
      try node.keysDown()
    }
    #expect(throws: SystemCallError("EVIOCGRAB", .inappropriateIOCTLForDevice)) {
      try node.grab(true)
    }
    close(input)
  }

  @Test mutating func aReadThatWasInterruptedIsMadeAgain() throws {
    let now = SystemClock.monotonic.now
    send(bytes(of: [key(KEY_1, 1, at: now)]))
    let isRead = try FailingCalls.with(.init("read", .interrupted, times: 3)) {
      try node.read(into: &batch)
    }
    #expect(isRead && batch.events.count == 1)
    close(input)
  }

  @Test mutating func aReadErrorLosesNothingOfWhatWasReadBefore() throws {
    let now = SystemClock.monotonic.now
    let raw = bytes(of: [key(KEY_1, 1, at: now), report(at: now)])
    send(Array(raw[..<30]))
    #expect(try node.read(into: &batch) == true)
    #expect(throws: SystemCallError("read", .ioError)) {
      try FailingCalls.with(.init("read", .ioError)) { try node.read(into: &batch) }
    }
    send(Array(raw[30...]))
    #expect(try node.read(into: &batch) == true)
    #expect(batch.events == [report(at: now)])
    close(input)
  }

  @Test(arguments: [Errno.resourceBusy, .notPermitted])
  func aGrabThatTheKernelRefusesSaysWhy(errno: Errno) {
    #expect(throws: SystemCallError("EVIOCGRAB", errno)) {
      try FailingCalls.with(.init("EVIOCGRAB", errno)) { try node.grab(true) }
    }
    close(input)
  }

  @Test func aNodeThatCannotBeOpenedWhileTheDeviceIsThereSaysWhy() {
    let device = DeviceProperties(node: "/dev/null", sysPath: "/sys")
    #expect(throws: SystemCallError("open", on: "/dev/null", .tooManyOpenFiles)) {
      try FailingCalls.with(.init("open", .tooManyOpenFiles, from: 2)) { try EvdevNode(device) }
    }
    close(input)
  }

  @Test func openingADeviceThatHasGoneSaysSo() {
    #expect(throws: SystemCallError("open", on: "/dev/null", .operationNotSupportedByDevice)) {
      try EvdevNode(DeviceProperties(node: "/dev/null", sysPath: "/sys/no-such-device"))
    }
  }

  @Test func openingAMissingNodeNamesIt() {
    #expect(throws: SystemCallError("open", on: "/dev/no-such-node", .noSuchFileOrDirectory)) {
      try EvdevNode(DeviceProperties(node: "/dev/no-such-node", sysPath: "/sys"))
    }
  }
}
