// SPDX-License-Identifier: Apache-2.0

import CLinux
import Testing
import Wedge

@testable import Scanners

@Suite struct DropGateTests {
  var gate = DropGate()

  @Test mutating func whatWasNotDroppedPasses() {
    for event in [key(KEY_1, 1, at: 1), report(at: 1), key(KEY_1, 0, at: 2), report(at: 2)] {
      #expect(gate.admit(event) == .pass)
    }
    #expect(gate.endDrop() == false)
  }

  @Test mutating func theFrameOfADropIsDiscardedAndTheDropToldBeforeTheNext() {
    #expect(gate.admit(dropped(at: 5)) == .discard)
    #expect(gate.admit(key(KEY_2, 1, at: 6)) == .discard)
    #expect(gate.admit(report(at: 6)) == .discard)
    #expect(gate.isHolding)
    #expect(gate.admit(key(KEY_2, 0, at: 9)) == .passAfterDrop(at: 6))
    #expect(gate.admit(report(at: 9)) == .pass)
    #expect(gate.endDrop() == false)
  }

  @Test mutating func aDropWithNothingBehindItIsToldAtTheEnd() {
    _ = gate.admit(dropped(at: 5))
    _ = gate.admit(report(at: 5))
    #expect(gate.endDrop() == true)
    #expect(gate.endDrop() == false)
    #expect(gate.admit(key(KEY_1, 1, at: 8)) == .pass)
  }

  @Test mutating func afterTheEndOfADropThatWasCutShortEverythingCounts() {
    _ = gate.admit(dropped(at: 5))
    #expect(gate.endDrop() == true)
    #expect(gate.admit(key(KEY_1, 1, at: 8)) == .pass)
  }

  @Test mutating func dropsWithNothingBetweenThemAreOne() {
    for time in [5, 6] {
      #expect(gate.admit(dropped(at: Int64(time))) == .discard)
      #expect(gate.admit(report(at: Int64(time))) == .discard)
    }
    #expect(gate.admit(key(KEY_1, 1, at: 8)) == .passAfterDrop(at: 6))
  }

  @Test mutating func aDropWithinTheFrameOfADropGoesOnToItsReport() {
    _ = gate.admit(dropped(at: 5))
    _ = gate.admit(dropped(at: 6))
    #expect(gate.admit(key(KEY_1, 1, at: 6)) == .discard)
    #expect(gate.admit(report(at: 6)) == .discard)
    #expect(gate.admit(key(KEY_1, 0, at: 7)) == .passAfterDrop(at: 6))
  }
}
