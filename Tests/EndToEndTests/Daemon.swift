// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Foundation
import Wire

/// The shipped scand, running on a state directory and a socket of its own.
final class Daemon {
  private let temporary: TemporaryDirectory
  var directory: String { temporary.path }
  private let testbed: Testbed?
  private let environment: [String: String]
  private let options: [String]
  private var program: Program?
  private let log: TemporaryFile
  private let standardError: FileHandle?
  /// The messages to its service manager.
  private(set) var manager: NotificationSocket

  var state: String { directory + "/state" }
  var socket: String { directory + "/scand.sock" }
  var process: Int32 { program?.process.processIdentifier ?? 0 }
  /// The lines on its standard error so far.
  var errors: String { (try? String(contentsOfFile: log.path, encoding: .utf8)) ?? "" }

  /// Starts it in `testbed`, with more in its environment, and waits until it says READY=1.
  ///
  /// - Parameters:
  ///   - configuration: a directory that is all its configuration, instead of this machine's.
  ///   - standardError: is its standard error, instead of a file that `errors` reads.
  init(
    in testbed: Testbed? = nil, environment: [String: String] = [:], configuration: String? = nil,
    standardError: FileHandle? = nil
  ) throws {
    self.testbed = testbed
    self.standardError = standardError
    self.environment = environment
    options = configuration.map { ["--config", $0] } ?? []
    temporary = try TemporaryDirectory()
    log = try TemporaryFile()
    manager = try NotificationSocket(path: temporary.path + "/notify")
    try start()
  }

  deinit {
    program?.send(SIGKILL)
    program?.wait()
  }

  /// Starts it again after it ended, with more in its environment.
  func start(with more: [String: String] = [:]) throws {
    manager = try NotificationSocket(path: directory + "/notify")
    // Both may have a library to preload.
    var environment = environment.merging(testbed?.environment ?? [:]) { $1 + ":" + $0 }
    environment["NOTIFY_SOCKET"] = manager.path
    environment.merge(more) { $1 }
    let errors = standardError ?? FileHandle(forWritingAtPath: log.path)
    if standardError == nil { errors?.seekToEndOfFile() }
    program = try Program(
      binary("scand"), ["--state", state, "--socket", socket] + options,
      environment: environment, errors: errors)
    guard manager.hears("READY=1") else {
      throw DaemonError(text: "scand did not become ready: \(self.errors)")
    }
  }

  /// Starts it where it is killed before it is ready, or a moment later; it is ended after ten seconds.
  func startAndEnd(with more: [String: String]) throws {
    _ = try run(
      "/usr/bin/timeout", ["10", binary("scand"), "--state", state, "--socket", socket],
      environment: more)
  }

  /// Sends a signal and, if it ends the daemon, waits for that.
  @discardableResult
  func end(by signal: Int32 = SIGTERM) -> Int32 {
    program?.send(signal)
    return program?.wait() ?? -1
  }

  func send(_ signal: Int32) {
    program?.send(signal)
  }

  /// Runs scanctl against this daemon.
  func scanctl(_ arguments: String...) throws -> (output: String, errors: String, status: Int32) {
    try run(binary("scanctl"), arguments, environment: ["SCAND_SOCKET": socket])
  }

  /// The contents of the journal, asked with the sqlite3 shell.
  func sql(_ query: String) throws -> String {
    try run("/usr/bin/sqlite3", ["file:\(state)/journal.db?mode=ro", query]).output
      .trimmingCharacters(in: .newlines)
  }
}

struct DaemonError: Error {
  let text: String
}

/// A program as it ships; `scripts/test` says where it was built.
func binary(_ name: String) -> String {
  let folder = ProcessInfo.processInfo.environment["SCAND_BIN"] ?? repository + "/.build/release"
  return "\(folder)/\(name)"
}
