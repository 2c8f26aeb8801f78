// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import Testing

@testable import Diagnosis

@Suite struct GatheringTests {
  @Test func aFileIsReadOrTheReasonTold() {
    guard case .bytes(let bytes) = FileContents(of: "/etc/passwd", limit: 4) else {
      Issue.record("not read")
      return
    }
    #expect(bytes.count == 4)
    let damaged = FailingCalls.with(.init("read", .ioError)) { FileContents(of: "/etc/passwd") }
    #expect(damaged == .unreadable("Input/output error"))
    let missing = FailingCalls.with(.init("open", .noSuchFileOrDirectory)) {
      FileContents(of: "/etc/passwd")
    }
    #expect(missing == .absent)
  }

  @Test func aSocketOutOfReachIsNotTakenForAMissingOne() {
    func file(_ errno: Errno) -> SocketFacts.File {
      FailingCalls.with(.init("stat", errno)) {
        SocketFacts.gather("/run/scand/scand.sock", .usual, .notMade).file
      }
    }
    #expect(file(.permissionDenied) == .hidden)
    #expect(file(.noSuchFileOrDirectory) == .absent)
  }

  @Test func aProgramIsReadToItsEndAlthoughSignalsCome() {
    let said = FailingCalls.with(
      .init("poll", .interrupted, times: 2), .init("read", .interrupted),
      .init("waitpid", .interrupted, times: 2)
    ) { output(of: "echo", "two", "words") }
    #expect(said == ProgramOutput(status: 0, text: "two words\n"))
  }
}
