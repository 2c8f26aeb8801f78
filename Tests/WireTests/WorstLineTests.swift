// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

/// No line costs more than its length: the server reads all of them on one thread.
@Suite struct WorstLineTests {
  /// A hundred times the goal of the release build, 5 ms, as this build is not optimised.
  private static let limit = 0.5

  @Test(arguments: WorstLine.all)
  func anyLineIsReadOrRefusedInNoTime(line: WorstLine) throws {
    try #require(line.bytes.count <= Request.maximumLength)
    let start = processorTime()
    let read = RequestLine(parsing: line.bytes)
    let time = processorTime() - start
    #expect(outcome(of: read) == line.outcome)
    #expect(time < Self.limit)
  }
}

extension WorstLine: CustomTestStringConvertible {
  var testDescription: String { name }
}

private func outcome(of line: RequestLine) -> String {
  switch line.request {
  case .success: "accepted"
  case .failure(let error): error.code.rawValue
  }
}

/// CPU time of this thread in seconds, clock_gettime(2).
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
