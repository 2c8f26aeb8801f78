// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Writes sentences to standard error, a line each, with the program's name in front.
func tell(_ sentences: String...) {
  tell(lines: sentences.map { "scanctl: \($0)" })
}

/// Writes lines to standard error.
func tell(lines: [String]) {
  var rest = Array(lines.map { $0 + "\n" }.joined().utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno != EINTR { return }
    rest = rest.dropFirst(max(count, 0))
  }
}

/// Asks for confirmation of something that cannot be undone, or ends the program.
///
/// - Parameters:
///   - meaning: what it means, in sentences, safe to show.
///   - yes: whether `--yes` was given.
func confirm(_ meaning: String, yes: Bool) {
  if yes { return }
  guard isatty(STDIN_FILENO) == 1 else {
    fail(EX_USAGE, "\(meaning) Nothing was done; to do it, add --yes.")
  }
  let question = Array("\(meaning) Do it? [y/N] ".utf8)
  _ = write(STDERR_FILENO, question, question.count)
  let answer = readLine() ?? ""
  if !["y", "yes"].contains(answer.lowercased()) { fail(1, "Nothing was done.") }
}

/// Writes a sentence to standard error and ends the program with one of sysexits.h's codes.
func fail(_ code: Int32, _ sentence: String) -> Never {
  let line = Array("scanctl: \(sentence)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(code)
}

/// The contents of a file; the program ends with a message if it cannot be read.
func contents(of path: String) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    fail(EX_NOINPUT, "cannot read \(path): \(String(cString: strerror(errno)))")
  }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else {
      fail(EX_NOINPUT, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}
