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

/// Makes sure that somebody wants something that cannot be undone, or ends the program.
///
/// - Parameters:
///   - meaning: what it means, in sentences, safe to show.
///   - yes: whether `--yes` was given.
func makeSure(_ meaning: String, yes: Bool) {
  if yes { return }
  guard isatty(STDIN_FILENO) == 1 else {
    fail(EX_USAGE, "\(meaning) Nothing was done; to do it, add --yes.")
  }
  let question = Array("\(meaning) Do it? [y/N] ".utf8)
  _ = write(STDERR_FILENO, question, question.count)
  let answer = readLine() ?? ""
  if !["y", "yes"].contains(answer.lowercased()) { fail(1, "Nothing was done.") }
}
