// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Testing

@Suite struct DescriptorTests {
  private let path = temporaryPath()

  private func create() throws -> Descriptor {
    try Descriptor(
      opening: path, .readWrite, [.create, .exclusiveCreate], permissions: .ownerReadWrite)
  }

  @Test func theEndOfTheValueClosesTheFile() throws {
    let number = try create().number
    #expect(fcntl(number, F_GETFD) == -1 || (try? Stat.of(descriptor: number)) == nil)
    try Files.remove(path)
  }

  @Test func aDescriptorThatWasGivenAwayStaysOpen() throws {
    let number = try create().release()
    #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
    close(number)
    try Files.remove(path)
  }

  @Test func bytesAreReadAsTheyWereWritten() throws {
    let file = try create()
    try file.writeAll([1, 2, 3, 4])
    try file.writeAll([9], at: 2)
    try file.sync()
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(try file.read(into: &bytes, at: 1) == 3)
    #expect(bytes.prefix(3) == [2, 9, 4])
    try file.truncate(to: 2)
    #expect(try Files.read(path, upTo: 10) == [1, 2])
    #expect(try Files.read(path, upTo: 1) == [1])
    try Files.remove(path)
  }

  @Test(arguments: ["write", "fsync", "pwrite", "ftruncate"])
  func aFailureNamesTheCallAndTheFile(call: String) throws {
    let file = try create()
    let error = FailingCalls.with(.init(call, .noSpace)) {
      var failed: SystemCallError?
      do throws(SystemCallError) {
        try file.writeAll([1])
        try file.writeAll([1], at: 0)
        try file.sync()
        try file.truncate(to: 0)
      } catch {
        failed = error
      }
      return failed
    }
    #expect(error == SystemCallError(call, on: path, .noSpace))
    #expect(error?.description == "\(call) \(path): No space left on device")
    try Files.remove(path)
  }

  @Test func oneHolderAtATimeHasTheLock() throws {
    let one = try create()
    try one.lock()
    let other = try Descriptor(opening: path, .readOnly)
    #expect(throws: SystemCallError("flock", on: path, .wouldBlock)) { try other.lock() }
    one.unlock()
    try other.lock()
    try Files.remove(path)
  }

  @Test func aWaitEndsAtItsTime() throws {
    let counter = try Counter.events()
    counter.wait(milliseconds: 1)
    counter.increment()
    counter.increment()
    counter.wait(milliseconds: -1)
    #expect(counter.reset() == 0)
  }
}
