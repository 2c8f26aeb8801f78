// SPDX-License-Identifier: Apache-2.0

// One thread waits for all candidates, for signals and for the time. Devices may come and go meanwhile: udev's
// list is read once a second, which for a minute is simpler than its monitor. A grab ends with its descriptor,
// so nothing is left grabbed, however the program ends; but a key that is still down would be repeated on the
// console, and so the end waits a moment for its release.

import Configuration
import Glibc
import Scanners
import SystemCalls
import Wedge

/// Listens to every candidate until one has scanned a label.
package final class Listener {
  /// The end of listening.
  package enum Ending: Equatable {
    /// A candidate has scanned a label.
    case scanned(Found)
    /// The user pressed Esc on a candidate.
    case left
    /// A signal came, or Ctrl+C on a candidate.
    case signal(Int32)
    /// Nobody scanned a label in time.
    case expired
  }

  /// A candidate that has scanned a label.
  package struct Found: Equatable {
    /// The candidate.
    package let candidate: Candidate
    /// The label.
    package let label: Label
    /// The first sign that it is a person's keyboard.
    package let evidence: KeyboardEvidence?
    /// True if no other device can type.
    package let isOnlyKeyboard: Bool
  }

  /// Something that the user is told meanwhile.
  package enum Notice: Equatable {
    /// These devices are there, and the candidates among them are opened now.
    case survey(Survey)
    /// A candidate was plugged in and is listened to.
    case opened(InputDevice)
    /// A candidate cannot be opened.
    case failed(InputDevice, SystemCallError)
    /// A candidate has a key down and is not grabbed before that is released.
    case waits(InputDevice)
    /// A candidate cannot be grabbed, because another program has it.
    case refused(InputDevice, SystemCallError)
    /// All candidates that are there have been asked for their grabs.
    case ready
    /// A label came, but not so that it counts.
    case again(InputDevice, Remark)
    /// A candidate was plugged out.
    case gone(InputDevice)
  }

  /// The world that is listened to, which tests replace.
  struct World {
    /// The devices that are there.
    var devices: () throws(SystemCallError) -> [InputDevice]
    /// Opens a device.
    var open: (DeviceProperties) throws(SystemCallError) -> any EventDevice

    /// udev and evdev.
    static var real: World {
      World(
        devices: { () throws(SystemCallError) in try InputDevice.present() },
        open: { device throws(SystemCallError) in try EvdevNode(device) })
    }
  }

  /// The time between two looks at the devices that are there, in microseconds.
  private static let lookInterval: Int64 = 1_000_000
  /// The longest wait for the release of keys at the end, in microseconds.
  private static let longestFarewell: Int64 = 1_000_000

  private let interruptions: Interruptions
  let world: World
  let byPort: Bool
  let tell: (Notice) -> Void
  let poller: Poller
  private var timer: Poller.Timer?
  var listening = Listening(until: 0)
  var ears: [Listening.Number: Ear] = [:]
  var lastNumber = 0
  var survey = Survey(of: [])
  private var nextLook: Int64 = 0
  /// The devices that could not be opened, by their directories below /sys.
  var failed: Set<String> = []
  private var ending: Ending?
  private var farewellEnds: Int64 = .max

  /// A listener that listens to nothing yet.
  ///
  /// - Parameters:
  ///   - interruptions: the signals that end listening.
  ///   - byPort: true if candidates are to be recognised by their ports.
  ///   - tell: is called with what the user is to know meanwhile.
  package convenience init(
    _ interruptions: Interruptions, byPort: Bool, tell: @escaping (Notice) -> Void
  ) throws(AdoptionError) {
    try self.init(interruptions, byPort: byPort, world: .real, tell: tell)
  }

  init(
    _ interruptions: Interruptions, byPort: Bool, world: World, tell: @escaping (Notice) -> Void
  ) throws(AdoptionError) {
    self.interruptions = interruptions
    self.byPort = byPort
    self.world = world
    self.tell = tell
    poller = try asAdoptionError { () throws(SystemCallError) in try Poller() }
  }

  /// Grabs every candidate and waits for a label, at most this many seconds. Afterwards nothing is grabbed.
  package func listen(seconds: Int64) throws(AdoptionError) -> Ending {
    defer { hangUp() }
    return try asAdoptionError { () throws(SystemCallError) in
      let now = SystemClock.monotonic.now
      listening = Listening(until: now + seconds * 1_000_000)
      timer = try Poller.Timer(on: poller) { [unowned self] in passTime() }
      try poller.watch(interruptions.descriptor) { [unowned self] _ in
        interruptions.next().map { end(.signal($0)) }
      }
      try begin(at: now)
      try poller.run()
      return ending ?? .expired
    }
  }

  private func begin(at now: Int64) throws(SystemCallError) {
    survey = Survey(of: try world.devices(), byPort: byPort)
    tell(.survey(survey))
    for candidate in survey.candidates { open(candidate) }
    nextLook = now + Self.lookInterval
    tell(.ready)
    setTimer()
  }

  private func hangUp() {
    poller.unwatch(interruptions.descriptor)
    for ear in ears.values { poller.unwatch(ear.descriptor) }
    ears = [:]
    timer = nil
  }
}

// MARK: Listening

extension Listener {
  /// Reads what a device has sent.
  func serve(_ number: Listening.Number) {
    guard let ear = ears[number] else { return }
    do throws(SystemCallError) {
      for input in try ear.read() {
        if let decision = listening.process(input, from: number) { act(on: decision) }
      }
      settleGrab(of: number)
    } catch {
      close(number)
      tell(.gone(ear.candidate.device))
    }
    finishFarewell()
    setTimer()
  }

  private func passTime() {
    for number in ears.keys { serve(number) }
    let now = SystemClock.monotonic.now
    if let decision = listening.passTime(at: now) { act(on: decision) }
    if now >= nextLook, ending == nil {
      look()
      nextLook = now + Self.lookInterval
    }
    finishFarewell()
    setTimer()
  }

  private func act(on decision: Listening.Decision) {
    guard ending == nil else { return }
    switch decision {
    case .scanned(let number, let label):
      if let found = found(number, label) { end(.scanned(found)) }
    case .left(_, let isInterrupt): end(isInterrupt ? .signal(SIGINT) : .left)
    case .again(let number, let remark):
      if let ear = ears[number] { tell(.again(ear.candidate.device, remark)) }
    case .expired: end(.expired)
    }
  }

  private func found(_ number: Listening.Number, _ label: Label) -> Found? {
    guard let candidate = ears[number]?.candidate else { return nil }
    if let devices = try? world.devices() { survey = Survey(of: devices, byPort: byPort) }
    return Found(
      candidate: candidate, label: label, evidence: listening.evidence(of: number),
      isOnlyKeyboard: survey.isOnlyKeyboard(candidate.device))
  }

  private func end(_ ending: Ending) {
    guard self.ending == nil else { return }
    self.ending = ending
    farewellEnds = SystemClock.monotonic.now + Self.longestFarewell
    finishFarewell()
    setTimer()
  }

  /// Stops as soon as no key is down on a grabbed device.
  private func finishFarewell() {
    guard ending != nil else { return }
    let isHeld = ears.contains {
      $1.grab == .grabbed && !listening.keysDown(of: $0).isEmpty
    }
    if !isHeld || SystemClock.monotonic.now >= farewellEnds { poller.stop() }
  }

  /// Wakes when something is due, a little later than that moment so as not to spin.
  private func setTimer() {
    let due = ending == nil ? min(listening.deadline, nextLook) : farewellEnds
    timer?.set(at: max(due, SystemClock.monotonic.now + 1000))
  }
}
