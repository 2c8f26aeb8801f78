// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

@testable import Scanners

@Suite struct DropGateTests {
  var gate = DropGate()

  @Test mutating func whatWasNotDroppedPasses() {
    for event in [key(2, 1, at: 1), report(at: 1), key(2, 0, at: 2), report(at: 2)] {
      #expect(gate.take(event) == .pass)
    }
    #expect(gate.takeEnd() == false)
  }

  @Test mutating func theFrameOfADropIsDiscardedAndTheDropToldBeforeTheNext() {
    #expect(gate.take(dropped(at: 5)) == .discard)
    #expect(gate.take(key(3, 1, at: 6)) == .discard)
    #expect(gate.take(report(at: 6)) == .discard)
    #expect(gate.isHolding)
    #expect(gate.take(key(3, 0, at: 9)) == .passAfterDrop(at: 6))
    #expect(gate.take(report(at: 9)) == .pass)
    #expect(gate.takeEnd() == false)
  }

  @Test mutating func aDropWithNothingBehindItIsToldAtTheEnd() {
    _ = gate.take(dropped(at: 5))
    _ = gate.take(report(at: 5))
    #expect(gate.takeEnd() == true)
    #expect(gate.takeEnd() == false)
    #expect(gate.take(key(2, 1, at: 8)) == .pass)
  }

  @Test mutating func afterTheEndOfADropThatWasCutShortEverythingCounts() {
    _ = gate.take(dropped(at: 5))
    #expect(gate.takeEnd() == true)
    #expect(gate.take(key(2, 1, at: 8)) == .pass)
  }

  @Test mutating func dropsWithNothingBetweenThemAreOne() {
    for time in [5, 6] {
      #expect(gate.take(dropped(at: Int64(time))) == .discard)
      #expect(gate.take(report(at: Int64(time))) == .discard)
    }
    #expect(gate.take(key(2, 1, at: 8)) == .passAfterDrop(at: 6))
  }

  @Test mutating func aDropWithinTheFrameOfADropGoesOnToItsReport() {
    _ = gate.take(dropped(at: 5))
    _ = gate.take(dropped(at: 6))
    #expect(gate.take(key(2, 1, at: 6)) == .discard)
    #expect(gate.take(report(at: 6)) == .discard)
    #expect(gate.take(key(2, 0, at: 7)) == .passAfterDrop(at: 6))
  }
}
