// SPDX-License-Identifier: Apache-2.0

// The module reads digits one machine word at a time, without the bounds checks of the language.
// The data are therefore placed next to inaccessible pages, so that a read outside them faults at
// once.

import GS1
import Glibc

/// Memory for scan data between two inaccessible pages; mmap(2), mprotect(2).
final class Fence {
  /// The longest data that fit, in bytes.
  let capacity: Int
  private let first: UnsafeMutableRawPointer

  init() {
    let page = sysconf(Int32(_SC_PAGESIZE))
    capacity = 4 * page
    let size = capacity + 2 * page
    guard let area = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      area != MAP_FAILED, mprotect(area, page, PROT_NONE) == 0,
      mprotect(area + page + capacity, page, PROT_NONE) == 0
    else { fatalError("no memory for a fence: \(String(cString: strerror(errno)))") }
    first = area + page
  }

  deinit {
    let page = capacity / 4
    munmap(first - page, capacity + 2 * page)
  }

  /// Reads data that begin directly after the first inaccessible page.
  func readAtStart(_ data: [UInt8], _ options: Reading.Options) -> Reading {
    read(data, at: first, options)
  }

  /// Reads data that end directly before the second inaccessible page.
  func readAtEnd(_ data: [UInt8], _ options: Reading.Options) -> Reading {
    read(data, at: first + (capacity - data.count), options)
  }

  private func read(
    _ data: [UInt8], at place: UnsafeMutableRawPointer, _ options: Reading.Options
  ) -> Reading {
    UnsafeMutableRawBufferPointer(start: place, count: data.count).copyBytes(from: data)
    let bytes = UnsafeBufferPointer(
      start: place.assumingMemoryBound(to: UInt8.self), count: data.count)
    return GS1.Reading.of(bytes.span, options: options)
  }
}
