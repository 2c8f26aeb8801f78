// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Testing

@Suite struct FailingCallsTests {
  private let path = temporaryPath()

  @Test func aCallFailsInItsScopeAndNowhereElse() throws {
    try FailingCalls.with(.init("open", .noSpace)) {
      #expect(throws: SystemCallError("open", on: path, .noSpace)) {
        _ = try Descriptor(opening: path, .readWrite, .create, permissions: .ownerReadWrite)
      }
      _ = try Descriptor(opening: path, .readWrite, .create, permissions: .ownerReadWrite)
    }
    try Files.remove(path)
  }

  @Test func theNthCallFailsAndThoseAfterItAsManyAsWanted() {
    let results = FailingCalls.with(.init("access", .ioError, from: 2, times: 2)) {
      (0..<5).map { _ in (try? systemCall("access") { 0 }) == nil }
    }
    #expect(results == [false, true, true, false, false])
  }

  @Test func aCallThatWasInterruptedIsMadeAgain() throws {
    var calls = 0
    _ = try FailingCalls.with(.init("work", .interrupted, times: 3)) {
      try systemCall("work") {
        calls += 1
        return 0
      }
    }
    #expect(calls == 1)
    #expect(throws: SystemCallError("work", .interrupted)) {
      try FailingCalls.with(.init("work", .interrupted)) {
        try systemCall("work", retries: false) { 0 }
      }
    }
  }

  @Test func onlyCallsAboutThePathFailAndOnEveryThread() {
    let other = temporaryPath()
    let failures = FailingCalls.with(.init("stat", .ioError, times: .max, below: path)) {
      onAnotherThread { [path] in
        [path, path + "/file", other].map { (try? systemCall("stat", on: $0) { 0 }) == nil }
      }
    }
    #expect(failures == [true, true, false])
  }

  @Test func anotherTaskIsNotDisturbed() async {
    let isDisturbed = await FailingCalls.with(.init("work", .ioError)) {
      Task.detached { (try? systemCall("work") { 0 }) == nil }
    }.value
    #expect(!isDisturbed)
  }

  @Test func scopesCanBeNested() {
    FailingCalls.with(.init("one", .ioError)) {
      FailingCalls.with(.init("two", .noSpace)) {
        #expect(throws: SystemCallError("one", .ioError)) { try systemCall("one") { 0 } }
        #expect(throws: SystemCallError("two", .noSpace)) { try systemCall("two") { 0 } }
      }
    }
  }
}
