// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Foundation
import Glibc
import Wire

/// The shipped scand, running on a state directory and a socket of its own.
final class Daemon {
  let directory: String
  private let testbed: Testbed?
  private var program: Program?
  private let log: TemporaryFile

  var state: String { directory + "/state" }
  var socket: String { directory + "/scand.sock" }
  var process: Int32 { program?.process.processIdentifier ?? 0 }
  /// What it wrote to standard error so far.
  var errors: String { (try? String(contentsOfFile: log.path, encoding: .utf8)) ?? "" }

  /// Starts it in `testbed` and waits until it says READY=1.
  init(in testbed: Testbed? = nil) throws {
    self.testbed = testbed
    directory = NSTemporaryDirectory() + "scand-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    log = try TemporaryFile()
    try start()
  }

  deinit {
    program?.send(SIGKILL)
    program?.wait()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Starts it again after it ended.
  func start() throws {
    let notifications = try NotificationSocket(path: directory + "/notify")
    var environment = testbed?.environment ?? [:]
    environment["NOTIFY_SOCKET"] = notifications.path
    let errors = FileHandle(forWritingAtPath: log.path)
    errors?.seekToEndOfFile()
    program = try Program(
      binary("scand"), ["--state", state, "--socket", socket], environment: environment,
      errors: errors)
    guard notifications.wait(for: "READY=1", seconds: 20) else {
      throw DaemonError(text: "scand did not become ready: \(self.errors)")
    }
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

  /// What the journal holds, asked with the sqlite3 shell.
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

/// The datagram socket on which a service manager hears from its services (sd_notify(3)).
private final class NotificationSocket {
  let path: String
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    unlink(path)
    descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw DaemonError(text: "bind \(path): \(errno)") }
  }

  deinit {
    close(descriptor)
  }

  func wait(for state: String, seconds: Int) -> Bool {
    let deadline = Date().addingTimeInterval(Double(seconds))
    var buffer = [UInt8](repeating: 0, count: 4096)
    while Date() < deadline {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 100) > 0 else { continue }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0, String(decoding: buffer[..<count], as: UTF8.self).contains(state) {
        return true
      }
    }
    return false
  }
}
