// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

@testable import Service

@Suite struct LogThresholdTests {
  @Test(arguments: LogLevel.allCases)
  func aChangeReachesTheLogsThatAreThereAlready(level: LogLevel) {
    let threshold = LogThreshold(.critical)
    let log = logger(threshold)
    let copy = log
    threshold.set(level)
    #expect(log.logLevel.rawValue == level.rawValue)
    #expect(copy.logLevel.rawValue == level.rawValue)
  }
}
