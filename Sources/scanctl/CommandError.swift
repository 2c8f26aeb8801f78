// SPDX-License-Identifier: Apache-2.0

// A command that cannot go on throws. `Scanctl.main` tells the sentence of the error and ends the
// program with its code; files that are not complete are removed on the way there.

import Glibc
import SystemCalls
import TerminalIO

/// An error that ends the program.
protocol CommandError: Error {
  /// The error and the next step for people, safe to show.
  var sentence: String { get }
  /// The code of sysexits.h that tells a script what to do.
  var exitCode: Int32 { get }
}

/// An error that has no type of its own.
struct CommandFailure: CommandError, Equatable {
  let exitCode: Int32
  let sentence: String

  /// A failure with one of sysexits.h's codes.
  init(_ exitCode: Int32, _ sentence: String) {
    self.exitCode = exitCode
    self.sentence = sentence
  }
}

extension OutputError: CommandError {
  var sentence: String { description }
}

/// Writes sentences to standard error, a line each, with the program's name in front.
func tell(_ sentences: String...) {
  tell(lines: sentences.map { "scanctl: \($0)" })
}

/// Writes lines to standard error.
func tell(lines: [String]) {
  StandardError.write(Array(lines.map { $0 + "\n" }.joined().utf8))
}

/// Asks for confirmation of something that cannot be undone.
///
/// - Parameters:
///   - meaning: what it means, in sentences, safe to show.
///   - yes: whether `--yes` was given.
/// - Throws: a failure if the answer is no, or nobody is there to answer.
func confirm(_ meaning: String, yes: Bool) throws(CommandFailure) {
  if yes { return }
  guard isatty(STDIN_FILENO) == 1 else {
    throw CommandFailure(EX_USAGE, "\(meaning) Nothing was done; to do it, add --yes.")
  }
  StandardError.write(Array("\(meaning) Do it? [y/N] ".utf8))
  let answer = readLine() ?? ""
  if !["y", "yes"].contains(answer.lowercased()) { throw CommandFailure(1, "Nothing was done.") }
}

/// The contents of a file.
func contents(of path: String) throws(CommandFailure) -> [UInt8] {
  do throws(SystemCallError) {
    return try Files.read(path)
  } catch {
    throw CommandFailure(EX_NOINPUT, "cannot read \(path): \(error.reason)")
  }
}
