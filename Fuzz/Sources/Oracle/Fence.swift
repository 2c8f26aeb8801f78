// SPDX-License-Identifier: Apache-2.0

// The module reads digits a machine word at a time, past the bounds checks of the language. Data
// are therefore laid against pages that must not be touched: a read beside them is a fault at once.

import GS1
import Glibc

/// Memory for scan data between two pages that cannot be read; mmap(2), mprotect(2).
final class Fence {
  /// The most bytes there is room for.
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

  /// Reads data that begin directly behind the first page that cannot be read.
  func readAtStart(_ data: [UInt8], _ options: Reading.Options) -> Reading {
    read(data, at: first, options)
  }

  /// Reads data that end directly before the second page that cannot be read.
  func readAtEnd(_ data: [UInt8], _ options: Reading.Options) -> Reading {
    read(data, at: first + (capacity - data.count), options)
  }

  private func read(
    _ data: [UInt8], at place: UnsafeMutableRawPointer, _ options: Reading.Options
  ) -> Reading {
    UnsafeMutableRawBufferPointer(start: place, count: data.count).copyBytes(from: data)
    let bytes = UnsafeBufferPointer(
      start: place.assumingMemoryBound(to: UInt8.self), count: data.count)
    return GS1.Reading(of: bytes.span, options: options)
  }
}
