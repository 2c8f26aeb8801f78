// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import TerminalIO
import Testing

@Suite(.serialized) final class OutputFileTests {
  private let directory = "/tmp/scand-output-\(getpid())-\(UInt64.random(in: 0 ..< .max))"
  private var path: String { directory + "/table.csv" }

  init() throws {
    try Files.makeDirectory(directory, permissions: .ownerReadWriteExecute)
  }

  deinit {
    try? Files.remove(path)
    // Fails if an unfinished file was left behind, which the tests look for by its name.
    rmdir(directory)
  }

  private func write(_ text: String) throws(OutputError) {
    let output = try OutputFile(path: path)
    try output.write(Array(text.utf8))
    try output.finish()
  }

  private var text: String? {
    (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aFileAppearsWhenItIsFinished() throws {
    let output = try OutputFile(path: path)
    try output.write(Array("new".utf8))
    #expect(text == nil)
    let unfinished = try #require(output.unfinished)
    #expect(Files.exist(unfinished))
    try output.finish()
    #expect(text == "new")
    #expect(!Files.exist(unfinished))
  }

  @Test(arguments: [("write", Errno.noSpace), ("fsync", .ioError), ("rename", .permissionDenied)])
  func aFailureLeavesTheOldFileAndNothingElse(call: String, errno: Errno) throws {
    try write("old")
    #expect(throws: OutputError.cannotWrite(path, errno)) {
      try FailingCalls.with(.init(call, errno)) { try write("new") }
    }
    #expect(text == "old")
    try Files.remove(path)
    #expect(rmdir(directory) == 0)
  }

  @Test func aWriteThatFailsLaterLeavesNoFile() throws {
    let output = try OutputFile(path: path)
    let unfinished = try #require(output.unfinished)
    #expect(throws: OutputError.cannotWrite(path, .noSpace)) {
      try FailingCalls.with(.init("write", .noSpace, from: 2)) {
        for _ in 0..<2 { try output.write([1, 2, 3]) }
      }
    }
    #expect(Files.exist(unfinished))
    output.discard()
    #expect(!Files.exist(unfinished))
    #expect(text == nil)
  }

  @Test func aFileThatCannotBeMadeIsToldAsSuch() {
    let error = #expect(throws: OutputError.self) {
      try FailingCalls.with(.init("open", .readOnlyFileSystem)) { try write("new") }
    }
    #expect(error == .cannotCreate(path, .readOnlyFileSystem))
    #expect(error?.description == "cannot create \(path): Read-only file system")
    #expect(error?.exitCode == EX_CANTCREAT)
  }

  @Test func anInterruptedCallIsMadeAgain() throws {
    try FailingCalls.with(.init("open", .interrupted), .init("write", .interrupted, times: 3)) {
      try write("new")
    }
    #expect(text == "new")
  }
}
