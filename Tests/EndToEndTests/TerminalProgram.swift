// SPDX-License-Identifier: Apache-2.0

import Foundation

/// POSIX_SPAWN_SETSID of spawn.h, which Swift does not see.
private let setsidFlag: Int16 = 0x80

/// A program on a terminal of its own, as a person runs it: setsid(2), openpty(3).
final class TerminalProgram {
  private let master: Int32
  private let slave: Int32
  private let process: pid_t
  private let before: termios
  private var pending = ""

  /// Starts `path`; it has `environment` and nothing else of ours but PATH and HOME.
  init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 64)
    guard openpty(&master, &slave, &name, nil, nil) == 0 else { throw DaemonError(text: "openpty") }
    (self.master, self.slave) = (master, slave)
    for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    var settings = termios()
    tcgetattr(slave, &settings)
    before = settings
    let ours = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
    let variables = ours.merging(environment) { $1 }.map { "\($0)=\($1)" }
    process = try Self.spawn([path] + arguments, variables, on: name)
  }

  deinit {
    kill(process, SIGKILL)
    close(master)
    close(slave)
  }

  /// The first process of a session that opens a terminal has it as its own.
  private static func spawn(
    _ arguments: [String], _ environment: [String], on terminal: [CChar]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, setsidFlag)
    var process = pid_t()
    let copies = (arguments.map { strdup($0) }, environment.map { strdup($0) })
    defer { for copy in copies.0 + copies.1 { free(copy) } }
    let failure = posix_spawn(
      &process, arguments[0], &actions, &attributes, copies.0 + [nil], copies.1 + [nil])
    guard failure == 0 else { throw DaemonError(text: "posix_spawn \(arguments[0]): \(failure)") }
    return process
  }

  /// True if the terminal shows what is typed.
  var echoes: Bool { settings.c_lflag & tcflag_t(ECHO) != 0 }

  /// True if the terminal is as it was before.
  var isRestored: Bool {
    var (one, other) = (before, settings)
    return memcmp(&one, &other, MemoryLayout<termios>.size) == 0
  }

  private var settings: termios {
    var settings = termios()
    tcgetattr(slave, &settings)
    return settings
  }

  /// Types a text; Ctrl+C is `\u{3}`.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Everything that has been written so far, up to and with `text`; nil if that does not come in ten seconds.
  func read(until text: String) -> String? {
    let deadline = Date() + 10
    while Date() < deadline {
      readMore()
      if let found = pending.range(of: text) {
        defer { pending.removeSubrange(..<found.upperBound) }
        return String(pending[..<found.upperBound])
      }
      usleep(5000)
    }
    return nil
  }

  /// The rest that it has written.
  func rest() -> String {
    readMore()
    return pending
  }

  private func readMore() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Foundation.read(master, &chunk, chunk.count)
      if count <= 0 { return }
      pending += String(decoding: chunk[..<count], as: UTF8.self)
    }
  }

  /// Waits for its end, ten seconds at most: its exit status, or the signal that ended it, negative.
  func wait() -> Int32 {
    var status: Int32 = 0
    let deadline = Date() + 10
    while waitpid(process, &status, WNOHANG) == 0 {
      if Date() > deadline { return -999 }
      usleep(2000)
    }
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : -signal
  }
}
