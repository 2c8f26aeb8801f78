// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Glibc
import SystemCalls
import TerminalIO
import Testing

@testable import scanctl

@Suite struct CommandErrorTests {
  private let path = "/tmp/scanctl-\(getpid())-\(UInt64.random(in: 0 ..< .max))"

  @Test func aFileThatCannotBeReadIsTheUsersInput() throws {
    let command = try ReplayCommand.parse(["/etc/passwd"])
    let failure = CommandFailure(EX_NOINPUT, "cannot read /etc/passwd: Input/output error")
    #expect(throws: failure) {
      try FailingCalls.with(.init("read", .ioError)) { try command.run() }
    }
  }

  @Test func aBackupThatCannotBeMadeHasNoFile() throws {
    let command = try BackupCommand.parse(["--socket", path + "-none", path])
    let error = #expect(throws: FeedClientError.self) { try command.run() }
    #expect(error?.exitCode == EX_UNAVAILABLE)
    #expect(!Files.exist(path))
    let parts = path.split(separator: "/")
    #expect(!Files.exist("/tmp/.\(parts[1]).part"))
  }

  @Test func aBackupWithoutRoomForItsFileSaysSo() throws {
    let command = try BackupCommand.parse(["--socket", path + "-none", path])
    let error = #expect(throws: OutputError.self) {
      try FailingCalls.with(.init("openat", .noSpace)) { try command.run() }
    }
    #expect(error?.exitCode == EX_CANTCREAT)
    #expect(error?.sentence == "cannot create \(path): No space left on device")
  }
}
