// SPDX-License-Identifier: Apache-2.0

import Adoption
import ArgumentParser
import Glibc
import TerminalIO
import Wire

/// Undoes `adopt`.
struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Undo \"adopt\": the scanner becomes a keyboard again.",
    discussion: """
      Removes the udev rule and the .scanner file that "scanctl adopt" has written. A file that was \
      changed since stays. Needs root.
      """)

  @Argument(help: "The names of the scanners, as adopt has shown them.")
  var names: [String] = []

  @Flag(help: "Forget every scanner that was adopted.")
  var allAdopted = false

  @Flag(help: "Also remove files that were changed since.")
  var force = false

  @OptionGroup var place: RootOption

  func validate() throws {
    guard names.isEmpty == allAdopted else {
      throw ValidationError("Give the names of scanners, or --all-adopted.")
    }
    for name in names { _ = try adoptedName(name) }
  }

  func run() throws {
    try place.requireRoot()
    // A signal waits until the files of a scanner and udev's database agree again.
    let interruptions = try Interruptions()
    let forgetter = Forgetter(place.premises, isForced: force)
    let wanted = allAdopted ? try place.premises.names() : try names.map(adoptedName)
    if wanted.isEmpty { print(line: "No scanner is adopted.") }
    var isComplete = true
    for name in wanted {
      if let signal = interruptions.next() { Interruptions.end(by: signal) }
      let forgotten = try forgetter.forget(name)
      print(text: forgotten.lines)
      isComplete = isComplete && forgotten.isComplete
    }
    if !isComplete { throw ExitCode(1) }
  }
}
