// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

@Suite struct KeySetTests {
  @Test func whatIsPutInIsInUntilItIsTakenOut() {
    var keys = KeySet([1, 63, 64, 0x2FF])
    #expect(keys.codes == [1, 63, 64, 0x2FF])
    keys.remove(63)
    keys.insert(64)
    #expect(keys.codes == [1, 64, 0x2FF])
    #expect(!keys.contains(63))
    #expect(keys.contains(0x2FF))
    #expect(!keys.isEmpty)
    #expect(KeySet.none.isEmpty)
  }

  @Test func codesThatNoKeyHasAreNeverIn() {
    var keys = KeySet([0x300, 0xFFFF])
    #expect(keys.isEmpty)
    keys.remove(0xFFFF)
    #expect(!keys.contains(0x300))
  }

  @Test func setsAreEqualWithEqualKeysAndLight() {
    #expect(KeySet([2, 1]) == KeySet([1, 2]))
    #expect(KeySet([1]) != KeySet([2]))
    #expect(KeySet([1], capsLock: true) != KeySet([1]))
  }
}
