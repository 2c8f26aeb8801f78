// SPDX-License-Identifier: Apache-2.0

// systemd is asked through its own programs: what they print is an interface that stays.

import Glibc

/// The standard output and the exit status of a program.
struct ProgramOutput: Equatable {
  /// Its exit status; -1 if a signal ended it.
  var status: Int32
  /// The standard output.
  var text: String

  /// The lines of the output that are not empty.
  var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// Runs a program with a plain environment, no input and no messages; nil if it cannot be run, or
/// takes longer than five seconds.
func output(of program: String, _ arguments: String...) -> ProgramOutput? {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { return nil }
  defer { close(ends[0]) }
  _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
  let process = spawn(program, arguments, output: ends[1])
  close(ends[1])
  guard let process else { return nil }
  let text = readAll(of: ends[0], until: ContinuousClock.now + .seconds(5))
  if text == nil { kill(process, SIGKILL) }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0, errno == EINTR {}
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

/// All bytes up to the end of file; nil after the deadline.
private func readAll(of descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 14)
  while true {
    let left = (deadline - .now) / .milliseconds(1)
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = left > 0 ? poll(&entry, 1, Int32(left.rounded(.up))) : 0
    if ready < 0, errno == EINTR { continue }
    guard ready > 0, bytes.count < 1 << 20 else { return nil }
    let count = read(descriptor, &chunk, chunk.count)
    if count <= 0 { return bytes }
    bytes += chunk[..<count]
  }
}
