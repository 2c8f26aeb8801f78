// SPDX-License-Identifier: Apache-2.0

// systemd and udev are asked through their own programs: what they print is an interface that stays.

import Glibc

/// The standard output and the exit status of a program.
package struct ProgramOutput: Equatable {
  /// Its exit status; -1 if a signal ended it.
  package var status: Int32
  /// The standard output.
  package var text: String

  /// The output of a program that ended.
  package init(status: Int32, text: String) {
    self.status = status
    self.text = text
  }

  /// The lines of the output that are not empty.
  package var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// Runs a program with a plain environment, no input and no messages; nil if it cannot be run, or
/// takes longer than five seconds. Signals that the caller blocks do not reach it either.
package func output(of program: String, _ arguments: String...) -> ProgramOutput? {
  output(of: program, arguments, within: .seconds(5))
}

/// The same with another limit of time.
package func output(
  of program: String, _ arguments: [String], within limit: Duration
) -> ProgramOutput? {
  var ends: [Int32] = [-1, -1]
  guard (try? systemCall("pipe") { pipe(&ends) }) != nil else { return nil }
  let reader = Descriptor(adopting: ends[0])
  _ = fcntl(reader.number, F_SETFD, FD_CLOEXEC)
  let process = spawn(program, arguments, output: ends[1])
  close(ends[1])
  guard let process else { return nil }
  let text = readAll(of: reader, until: ContinuousClock.now + limit)
  if text == nil { kill(process, SIGKILL) }
  var status: Int32 = 0
  _ = try? systemCall("waitpid") { waitpid(process, &status, 0) }
  guard let text else { return nil }
  let exited = status & 0x7F == 0
  return ProgramOutput(
    status: exited ? status >> 8 & 0xFF : -1, text: String(decoding: text, as: UTF8.self))
}

/// Starts a program: posix_spawnp(3).
private func spawn(_ program: String, _ arguments: [String], output: Int32) -> pid_t? {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
  if output > STDERR_FILENO { posix_spawn_file_actions_addclose(&actions, output) }
  var process = pid_t()
  let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "SYSTEMD_PAGER=cat"]
  let failure = withCStrings([program] + arguments) { arguments in
    withCStrings(environment) { environment in
      posix_spawnp(&process, program, &actions, nil, arguments, environment)
    }
  }
  return failure == 0 ? process : nil
}

/// Calls `body` with what the C library takes for a list of strings.
private func withCStrings<T>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
) -> T {
  let copies = strings.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}

/// All bytes up to the end of file; nil after the deadline, or if they are more than a program prints.
private func readAll(
  of reader: borrowing Descriptor, until deadline: ContinuousClock.Instant
) -> [UInt8]? {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 14)
  while bytes.count < 1 << 20 {
    let left = (deadline - .now) / .milliseconds(1)
    guard left > 0,
      let isReady = try? reader.waitUntilReadable(milliseconds: Int32(left.rounded(.up)))
    else { return nil }
    // False is a signal too: the time that is left is reckoned anew.
    if !isReady { continue }
    let count = chunk.withUnsafeMutableBytes { try? reader.read(into: $0) }
    guard let count, count > 0 else { return bytes }
    bytes += chunk[..<count]
  }
  return nil
}
