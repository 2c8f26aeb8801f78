// SPDX-License-Identifier: Apache-2.0

import Adoption
import ArgumentParser
import Glibc
import SystemCalls
import TerminalIO
import Wire

/// Makes a scanner of the device that scans a label.
struct AdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Make a scanner of the device that scans a label.",
    discussion: """
      Listens to every USB device that can type a label and is no scanner yet, and keeps its keys \
      from other programs meanwhile. The device that scans a label becomes a scanner: a udev rule \
      recognises it by its serial number or, without one of its own, by its port. Needs root, and no \
      daemon. Esc or Ctrl+C ends it; "scanctl forget" undoes it.
      """)

  @Option(help: "The name of the files (default: the station, or the device's ids).")
  var name: String?

  @Option(help: "The scanner's place, such as dock-1.")
  var station: String?

  @Option(help: "The work done there, such as receiving.")
  var step: String?

  @Option(help: ArgumentHelp("How long to wait for a label.", valueName: "seconds"))
  var timeout: Int64 = 60

  @Flag(help: "Recognise the device by its port, even if it has a serial number.")
  var byPort = false

  @Flag(
    help: """
      Ask nothing, and adopt the device even if it seems to be a keyboard or is the only device that \
      can type.
      """)
  var yes = false

  @Flag(help: "Write nothing, and print the two files.")
  var dryRun = false

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  @OptionGroup var place: RootOption

  func validate() throws {
    guard (1...3600).contains(timeout) else {
      throw ValidationError("--timeout takes 1 to 3600 seconds.")
    }
    if let name { _ = try adoptedName(name) }
  }

  func run() throws {
    try place.requireRoot()
    do throws(AdoptionError) {
      try Draft.check(station: station, step: step)
    } catch {
      throw CommandFailure(EX_USAGE, "a wrong station or step: \(error.description)")
    }
    guard yes || dryRun || isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure(
        EX_USAGE, "Nobody is there to confirm it. Nothing was done; to do it, add --yes.")
    }
    let adopter = Adopter(try wishes(), place.premises, try Interruptions(), say: say)
    try finish(adopter.run())
  }

  private func wishes() throws -> Adopter.Wishes {
    var wishes = Adopter.Wishes()
    wishes.name = try name.map(adoptedName)
    (wishes.station, wishes.step, wishes.seconds) = (station, step, timeout)
    (wishes.byPort, wishes.isSure, wishes.isDry) = (byPort, yes, dryRun)
    return wishes
  }

  /// Shows lines while a terminal may be silent and devices grabbed, so that a failure is no way out.
  private func say(_ lines: [String]) {
    if json { return tell(lines: lines) }
    try? StandardOutput.write(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  private func finish(_ outcome: Adopter.Outcome) throws {
    switch outcome {
    case .adopted(let device):
      if json { print(bytes: device.json) } else { print(text: device.lines) }
      if device.isUnfinished { throw ExitCode(1) }
    case .refused(let candidate, let refusal):
      throw CommandFailure(EX_USAGE, refusal.sentence(about: candidate))
    case .declined: throw CommandFailure(1, "Nothing was done.")
    case .expired:
      throw CommandFailure(EX_TEMPFAIL, "No label came within \(timeout) s. Nothing was done.")
    case .signal(let signal):
      tell("Nothing was done.")
      Interruptions.end(by: signal)
    }
  }
}

/// The name of an adopted scanner.
func adoptedName(_ text: String) throws(ValidationError) -> AdoptedName {
  if let name = AdoptedName(text) { return name }
  throw ValidationError(
    "\"\(visible(text))\" cannot be a name: letters, digits, \".\", \"_\" and \"-\", at most 64, the first a "
      + "letter or a digit.")
}

extension AdoptionError: CommandError {
  var sentence: String { description }
}
