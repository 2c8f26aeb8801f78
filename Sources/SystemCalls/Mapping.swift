// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Zeroed memory outside the heap, given back to the kernel at the end: mmap(2), munmap(2).
///
/// A page costs memory from when it is first written (MAP_NORESERVE), also under mlockall(2) with
/// MCL_ONFAULT.
public struct Mapping: ~Copyable, @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  /// The number of bytes that it has room for.
  public let length: Int

  /// Reserves room for `length` bytes, more than zero.
  public init(length: Int) throws(SystemCallError) {
    let address = try systemCall("mmap") {
      Int(
        bitPattern: mmap(
          nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))
    }
    guard let start = UnsafeMutableRawPointer(bitPattern: address) else {
      throw SystemCallError("mmap", .noMemory)
    }
    self.start = start
    self.length = length
  }

  deinit {
    munmap(start, length)
  }

  /// Its bytes, for as long as this value lives.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: length)
  }

  /// Writes bytes at a place; there must be room for them.
  public mutating func write(_ bytes: [UInt8], at offset: Int) {
    precondition(offset >= 0 && bytes.count <= length - offset, "a write beyond a mapping")
    bytes.withUnsafeBytes {
      (start + offset).copyMemory(from: $0.baseAddress ?? .init(start), byteCount: $0.count)
    }
  }
}
