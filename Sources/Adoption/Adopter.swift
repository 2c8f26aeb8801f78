// SPDX-License-Identifier: Apache-2.0

// The way of adopting: silence the terminal, listen, give everything back, ask, write, tell udev and scand.
// Signals are taken in all the while, so that it ends at one of a few places.

import Scanners
import SystemCalls
import TerminalIO

/// Makes a scanner of the device that scans a label.
package struct Adopter {
  /// The wishes of the user.
  package struct Wishes: Sendable, Equatable {
    /// The name; nil takes one from the station or the device.
    package var name: AdoptedName?
    /// The place of the scanner.
    package var station: String?
    /// The work done there.
    package var step: String?
    /// The longest wait for a label.
    package var seconds: Int64 = 60
    /// True if the port is to be recognised, not the serial number.
    package var byPort = false
    /// True if nothing is to be asked, and a device that looks like a keyboard is adopted too.
    package var isSure = false
    /// True if the files are only to be shown.
    package var isDry = false

    /// The usual wishes.
    package init() {}
  }

  /// The end of it.
  package enum Outcome: Equatable {
    /// The device is a scanner from now on, or would be if it were not a trial.
    case adopted(AdoptedDevice)
    /// The device was refused; the reason.
    case refused(Candidate, Refusal)
    /// The user did not want it.
    case declined
    /// Nobody scanned a label in time.
    case expired
    /// A signal came.
    case signal(Int32)
  }

  /// The reason why a device that scanned a label is refused.
  package enum Refusal: Equatable {
    /// It has shown that it is a person's keyboard.
    case keyboard(KeyboardEvidence)
    /// It is the only device that can type.
    case onlyKeyboard
  }

  private let wishes: Wishes
  private let premises: Premises
  private let interruptions: Interruptions
  private let world: Listener.World
  private let activation: Activation
  private let say: ([String]) -> Void

  /// An adopter for this machine, or for a directory that stands for it.
  ///
  /// - Parameter say: is called with lines for the user, safe to show.
  package init(
    _ wishes: Wishes, _ premises: Premises, _ interruptions: Interruptions,
    say: @escaping ([String]) -> Void
  ) {
    self.init(wishes, premises, interruptions, .real, Activation(), say: say)
  }

  init(
    _ wishes: Wishes, _ premises: Premises, _ interruptions: Interruptions,
    _ world: Listener.World, _ activation: Activation, say: @escaping ([String]) -> Void
  ) {
    (self.wishes, self.premises, self.interruptions) = (wishes, premises, interruptions)
    (self.world, self.activation, self.say) = (world, activation, say)
  }

  /// Waits for a label and adopts the device that has scanned it.
  package func run() throws(AdoptionError) -> Outcome {
    try premises.check()
    if let name = wishes.name, let path = try premises.taken(name) { throw .taken(path) }
    switch try listen() {
    case .left: return .declined
    case .expired: return .expired
    case .signal(let signal): return .signal(signal)
    case .scanned(let found): return try proceed(with: found)
    }
  }

  private func listen() throws(AdoptionError) -> Listener.Ending {
    // Before anything is grabbed: a job in the background is stopped here.
    let terminal = SilentTerminal()
    defer { terminal?.restore() }
    let seconds = wishes.seconds
    return try Listener(interruptions, byPort: wishes.byPort, world: world) { [say] notice in
      say(notice.lines(seconds: seconds))
    }.listen(seconds: seconds)
  }

  private func proceed(with found: Listener.Found) throws(AdoptionError) -> Outcome {
    if !wishes.isSure, let refusal = found.refusal { return .refused(found.candidate, refusal) }
    let draft = try draft(of: found.candidate)
    var adopted = AdoptedDevice(found: found, draft: draft, premises: premises, isDry: wishes.isDry)
    say(adopted.plan)
    if wishes.isDry { return .adopted(adopted) }
    if !wishes.isSure {
      switch try interruptions.ask("Adopt it? [y/N] ") {
      case .yes: break
      case .no: return .declined
      case .signal(let signal): return .signal(signal)
      }
    }
    try premises.write(draft)
    let device = found.candidate.device
    if premises.isThisMachine { adopted.activation = activation.adopt(device) }
    let file = premises.settingsFile(of: device)
    adopted.otherFile = file == "\(draft.name).scanner" ? nil : file
    return .adopted(adopted)
  }

  private func draft(of candidate: Candidate) throws(AdoptionError) -> Draft {
    let name = try name(of: candidate)
    return try Draft(name, of: candidate, station: wishes.station, step: wishes.step)
  }

  private func name(of candidate: Candidate) throws(AdoptionError) -> AdoptedName {
    if let name = wishes.name { return name }
    return try premises.freeName(
      AdoptedName(station: wishes.station, candidate.recognition))
  }
}

extension Listener.Found {
  /// The reason to refuse it, unless the user is sure.
  fileprivate var refusal: Adopter.Refusal? {
    evidence.map(Adopter.Refusal.keyboard) ?? (isOnlyKeyboard ? .onlyKeyboard : nil)
  }
}
