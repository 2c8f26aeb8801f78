// SPDX-License-Identifier: Apache-2.0

// Getting memory can mean waiting for the disk. While one thread of a process waits for the disk in a page
// fault, as SQLite's writer does in its shared index, no other thread can get memory from the kernel
// (mmap_lock); and a page of code that the kernel has reclaimed is read from the disk. The thread that
// reads scanners must not wait for either.

import CLinux
import Glibc

/// Prepares the process for a daemon that reads in real time; to be called while there is one thread.
///
/// Files are made for the owner and the group (umask(2)). Memory is reserved before it is needed and never
/// given back (mallopt(3), mlockall(2)).
public func prepareProcess() {
  umask(0o027)
  holdMemory()
}

private func holdMemory() {
  mallopt(M_TRIM_THRESHOLD, .max)
  mallopt(M_TOP_PAD, 1 << 20)
  mallopt(M_MMAP_THRESHOLD, 1 << 24)
  reserve(bytes: 1 << 20)
  // Pages that have been touched stay. Without the right to lock memory (LimitMEMLOCK=) everything works
  // too, except while memory is short.
  mlockall(Int32(CLINUX_LOCK_WHAT_IS_TOUCHED))
}

/// Makes the heap hold this much memory that the kernel has really given: room for a thousand scans that
/// wait for the disk.
private func reserve(bytes: Int) {
  let block = 64 << 10
  let blocks = (0..<bytes / block).map { _ in
    UnsafeMutableRawPointer.allocate(byteCount: block, alignment: 16)
  }
  for pointer in blocks { pointer.initializeMemory(as: UInt8.self, repeating: 1, count: block) }
  for pointer in blocks { pointer.deallocate() }
}
