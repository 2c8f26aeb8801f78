// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import SystemCalls

@Suite struct MappingTests {
  @Test func itHoldsWhatWasWrittenAndZeroesBeside() throws {
    var mapping = try Mapping(length: 1 << 20)
    mapping.write([1, 2, 3], at: (1 << 20) - 3)
    mapping.write([], at: 1 << 20)
    #expect(Array(mapping.bytes.suffix(4)) == [0, 1, 2, 3])
  }

  @Test func itsPagesAreNoMoreWhenItIsGone() throws {
    let page = sysconf(Int32(_SC_PAGESIZE))
    var address: UnsafeMutableRawPointer?
    do {
      let mapping = try Mapping(length: 64 << 20)
      address = UnsafeMutableRawPointer(mutating: mapping.bytes.baseAddress! + (32 << 20))
      var isResident: UInt8 = 0
      #expect(mincore(address, page, &isResident) == 0)
    }
    var isResident: UInt8 = 0
    #expect(mincore(address, page, &isResident) == -1 && errno == ENOMEM)
  }

  @Test func aLengthThatThereIsNotIsAnError() {
    #expect(throws: SystemCallError.self) { _ = try Mapping(length: 1 << 60) }
  }
}
