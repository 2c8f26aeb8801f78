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

  @Test(arguments: [("write", Errno.noSpace), ("fsync", .ioError), ("renameat", .permissionDenied)])
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

  @Test func theFileThatAKilledProgramLeftIsRemovedAndThatOfARunningOneIsNot() throws {
    let left = directory + "/.table.csv.part"
    _ = try Descriptor(opening: left, .writeOnly, .create, permissions: .ownerReadWrite)
    let first = try OutputFile(path: path)
    let second = try OutputFile(path: path)
    #expect(first.unfinished == left && second.unfinished != left)
    try first.write(Array("first".utf8))
    try second.write(Array("second".utf8))
    try second.finish()
    #expect(text == "second")
    try first.finish()
    #expect(text == "first")
  }

  @Test func aLinkIsNeitherFollowedNorReplaced() throws {
    let target = directory + "/target"
    symlink(target, path)
    #expect(throws: OutputError.refused(.link(path, target: target))) { try write("new") }
    #expect(!Files.exist(target))
  }

  @Test func aFIFOIsRefusedWithoutWaiting() throws {
    mkfifo(path, 0o600)
    let error = #expect(throws: OutputError.self) { try write("new") }
    #expect(error?.description.contains("is a FIFO, not a regular file") == true)
    #expect(error?.exitCode == EX_CANTCREAT)
  }

  @Test func aFileThatCannotBeMadeIsToldAsSuch() {
    let error = #expect(throws: OutputError.self) {
      try FailingCalls.with(.init("openat", .readOnlyFileSystem)) { try write("new") }
    }
    #expect(error == .cannotCreate(path, .readOnlyFileSystem))
    #expect(error?.description == "cannot create \(path): Read-only file system")
    #expect(error?.exitCode == EX_CANTCREAT)
  }

  @Test func anInterruptedCallIsMadeAgain() throws {
    try FailingCalls.with(.init("openat", .interrupted), .init("write", .interrupted, times: 3)) {
      try write("new")
    }
    #expect(text == "new")
  }
}
