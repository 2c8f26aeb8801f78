// SPDX-License-Identifier: Apache-2.0

// A program is killed before any of its calls that change a file, one after the other. SCAND_FULL=1
// tries every call, the test suite the last ones, where files get their names, and a sample of the others.

import Foundation
import Testing

/// Runs of a program that are killed before a call that changes a file.
struct KillSteps {
  private let directory: TemporaryDirectory
  /// Calls count only while there is this file.
  let control: String

  init() throws {
    directory = try TemporaryDirectory()
    control = directory.path + "/armed"
  }

  /// The environment of a program that is killed before call `number`; nil only counts.
  func environment(at number: Int?, whileArmed: Bool = false) -> [String: String] {
    var environment = [
      "LD_PRELOAD": productDirectory + "/libKillStep.so",
      "KILL_STEP_COUNT": directory.path + "/count",
    ]
    if let number { environment["KILL_STEP_AT"] = String(number) }
    if whileArmed { environment["KILL_STEP_ARMED"] = control }
    return environment
  }

  /// Begins or ends the time in which calls count.
  func arm(_ isArmed: Bool) throws {
    if isArmed {
      try Data().write(to: URL(fileURLWithPath: control))
    } else {
      try? FileManager.default.removeItem(atPath: control)
    }
  }

  /// The number of calls of the last program that ended by itself.
  func count() throws -> Int {
    let text = try String(contentsOfFile: directory.path + "/count", encoding: .utf8)
    return try #require(Int(text.trimmingCharacters(in: .newlines)))
  }

  /// The calls to be killed before, of `count`.
  func choice(of count: Int, last: Int = 10, others: Int = 4) -> [Int] {
    if isFull || count <= last + others { return Array(1...max(1, count)) }
    let begin = (1...(count - last)).shuffled().prefix(others).sorted()
    return begin + Array((count - last + 1)..<(count + 1))
  }
}

/// True if every step is to be tried.
private let isFull = ProcessInfo.processInfo.environment["SCAND_FULL"] == "1"

/// Says in the full form what was tried.
func report(_ text: String) {
  if isFull { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

/// Puts a copy of a directory and everything in it in the place of another (cp -a).
func copyDirectory(_ source: String, to target: String) throws {
  try? FileManager.default.removeItem(atPath: target)
  guard try run("/bin/cp", ["-a", source, target]).status == 0 else {
    throw DaemonError(text: "cp \(source)")
  }
}
