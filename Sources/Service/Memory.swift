// SPDX-License-Identifier: Apache-2.0

// Memory is a disk in disguise. While one thread of a process waits for the disk in a page fault, as
// SQLite's writer does in its shared index, no other can get memory from the kernel (mmap_lock); and
// a page of code that was taken back comes from the disk. The thread that reads scanners may wait for
// neither.

import CLinux
import Glibc

/// Takes the memory that reading needs before it is needed, and gives none back: mallopt(3),
/// mlockall(2). To be called while there is one thread.
func holdMemory() {
  mallopt(M_TRIM_THRESHOLD, .max)
  mallopt(M_TOP_PAD, 1 << 20)
  mallopt(M_MMAP_THRESHOLD, 1 << 24)
  reserve(bytes: 1 << 20)
  // What has been touched stays. Without the right to that (LimitMEMLOCK=) it works all the same,
  // only not while memory is short.
  mlockall(Int32(CLINUX_LOCK_WHAT_IS_TOUCHED))
}

/// Has the heap hold this much that the kernel has really given: room for a thousand scans that wait
/// for the disk.
private func reserve(bytes: Int) {
  let block = 64 << 10
  let blocks = (0..<bytes / block).map { _ in
    UnsafeMutableRawPointer.allocate(byteCount: block, alignment: 16)
  }
  for pointer in blocks { pointer.initializeMemory(as: UInt8.self, repeating: 1, count: block) }
  for pointer in blocks { pointer.deallocate() }
}
