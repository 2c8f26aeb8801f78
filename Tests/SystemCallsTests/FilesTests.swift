// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Testing

@Suite struct FilesTests {
  private let directory = temporaryPath()

  private func write(_ name: String) throws -> String {
    let path = directory + "/" + name
    let file = try Descriptor(opening: path, .writeOnly, .create, permissions: .ownerReadWrite)
    try file.writeAll([1, 2, 3])
    return path
  }

  private func remove(_ paths: String...) throws {
    for path in paths { try Files.remove(path) }
    rmdir(directory)
  }

  @Test(arguments: [0, 1, 16_384, 16_385, 50_000])
  func aFileIsReadUpToItsEndOrTheLimit(length: Int) throws {
    let path = temporaryPath()
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let file = try Descriptor(opening: path, .writeOnly, .create, permissions: .ownerReadWrite)
    try file.writeAll(bytes[...])
    defer { try? Files.remove(path) }
    #expect(try Files.read(path) == bytes)
    #expect(try Files.read(path, upTo: 20_000) == Array(bytes.prefix(20_000)))
  }

  @Test func aDirectoryIsMadeWithThoseAboveIt() throws {
    try Files.makeDirectories(directory + "/a/b", permissions: .ownerReadWriteExecute)
    try Files.makeDirectories(directory + "/a/b", permissions: .ownerReadWriteExecute)
    #expect(try Stat.of(path: directory + "/a/b").type == .directory)
    for path in ["/a/b", "/a", ""] { rmdir(directory + path) }
    #expect(throws: SystemCallError("mkdir", on: "/proc/scand", .noSuchFileOrDirectory)) {
      try Files.makeDirectories("/proc/scand/state", permissions: .ownerReadWriteExecute)
    }
  }

  @Test func theNamesInADirectoryAreListedWithoutHiddenOnes() throws {
    try Files.makeDirectory(directory, permissions: .ownerReadWriteExecute)
    let files = try ["b", "a", ".hidden"].map(write)
    #expect(try Files.names(in: directory).sorted() == ["a", "b"])
    for file in files { try Files.remove(file) }
    try remove()
    #expect(throws: SystemCallError("opendir", on: directory, .noSuchFileOrDirectory)) {
      try Files.names(in: directory)
    }
  }

  @Test func aFileIsTheSameUnderAnotherName() throws {
    try Files.makeDirectory(directory, permissions: .ownerReadWriteExecute)
    let file = try write("file")
    let other = try write("other")
    let before = try Stat.of(path: file).identity
    try Files.rename(file, to: file + "-moved")
    #expect(try Stat.of(path: file + "-moved").identity == before)
    #expect(try Stat.of(path: other).identity != before)
    #expect(try Stat.of(path: other).size == 3)
    #expect(!Files.exist(file))
    try remove(file + "-moved", other)
  }

  @Test func aLinkIsFollowedOrNot() throws {
    try Files.makeDirectory(directory, permissions: .ownerReadWriteExecute)
    let link = directory + "/link"
    symlink("/dev/null", link)
    #expect(try Stat.of(path: link).type == .characterSpecial)
    #expect(try Stat.of(path: link, followLinks: false).type == .symbolicLink)
    try remove(link)
  }

  @Test func aDirectoryThatCannotBeSyncedIsAnError() throws {
    try Files.makeDirectory(directory, permissions: .ownerReadWriteExecute)
    try Files.syncDirectory(directory)
    #expect(throws: SystemCallError("fsync", on: directory, .ioError)) {
      try FailingCalls.with(.init("fsync", .ioError)) { try Files.syncDirectory(directory) }
    }
    try remove()
  }

  @Test func aFileWhoseSecondReadFailsIsAnError() throws {
    try Files.makeDirectory(directory, permissions: .ownerReadWriteExecute)
    let file = try write("file")
    #expect(throws: SystemCallError("read", on: file, .ioError)) {
      try FailingCalls.with(.init("read", .ioError, from: 2)) { try Files.read(file, upTo: 100) }
    }
    try remove(file)
  }
}
