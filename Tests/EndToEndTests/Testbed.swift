// SPDX-License-Identifier: Apache-2.0

import Foundation

/// `scripts/testbed`: a place where scanners can be plugged in without hardware.
final class Testbed {
  /// The environment that a program needs to live there.
  let environment: [String: String]
  private let program: Program

  init() throws {
    program = try Program(repository + "/scripts/testbed/testbed", [])
    try program.write(line: "env")
    let answer = try program.readLine() ?? ""
    environment = try Self.variables(answer)
  }

  deinit {
    program.closeInput()
    program.wait()
  }

  /// Has the testbed do something; what it answered after `ok`.
  @discardableResult
  func callAsFunction(_ command: String) throws -> String {
    try program.write(line: command)
    let answer = try program.readLine() ?? "error the testbed ended"
    guard answer.hasPrefix("ok") else { throw TestbedError(command: command, answer: answer) }
    return String(answer.dropFirst(3))
  }

  private static func variables(_ answer: String) throws -> [String: String] {
    guard answer.hasPrefix("ok ") else { throw TestbedError(command: "env", answer: answer) }
    var variables: [String: String] = [:]
    for word in answer.dropFirst(3).split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    }
    return variables
  }
}

struct TestbedError: Error {
  let command: String
  let answer: String
}

/// The folder of Package.swift.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
