// SPDX-License-Identifier: Apache-2.0

// Several devices are listened to at once. Only what a grabbed device sends counts: other programs see the
// keys of one that waits for its grab, and would take a label for a command.

import Wedge

/// The reason why a label that came does not count.
package enum Remark: Sendable, Equatable {
  /// Its beginning or some of its keys are missing.
  case piece
  /// No terminator came.
  case noTerminator
  /// It was typed at a person's pace.
  case slowLine
  /// Its device is not grabbed.
  case notGrabbed
}

/// The decisions while a label is awaited: the inputs of all candidates come in, at most one decision for each
/// comes out. A value without a clock, so that every order of keys and devices can be tried.
struct Listening {
  /// The number of a device, which is given by whoever listens.
  typealias Number = Int

  /// A decision.
  enum Decision: Equatable {
    /// The device has scanned a label.
    case scanned(Number, Label)
    /// The user wants no more, on this device: Esc, or Ctrl+C if `isInterrupt`.
    case left(Number, isInterrupt: Bool)
    /// A label came, but not so that it counts.
    case again(Number, Remark)
    /// The time is over.
    case expired
  }

  /// The moment when the time is over, in microseconds.
  let end: Int64
  private var devices: [Number: (watch: KeyWatch, isGrabbed: Bool)] = [:]

  /// Nothing is listened to yet.
  init(until end: Int64) {
    self.end = end
  }

  /// Begins to listen to a device, which is not grabbed.
  mutating func add(_ number: Number, openedAt: Int64, keysDown: KeySet?) {
    devices[number] = (KeyWatch(openedAt: openedAt, keysDown: keysDown), false)
  }

  /// Ends listening to a device.
  mutating func remove(_ number: Number) {
    devices[number] = nil
  }

  /// Notes that a device is grabbed from now on.
  mutating func noteGrab(of number: Number) {
    devices[number]?.isGrabbed = true
  }

  /// The keys of a device that are down.
  func keysDown(of number: Number) -> KeySet {
    devices[number]?.watch.down ?? .none
  }

  /// The first sign that a device is a person's keyboard.
  func evidence(of number: Number) -> KeyboardEvidence? {
    devices[number]?.watch.evidence
  }

  /// The next moment at which a silence or the end of the time says something.
  var deadline: Int64 {
    devices.values.compactMap(\.watch.deadline).min().map { min($0, end) } ?? end
  }

  /// Takes an input of a device in.
  mutating func process(_ input: Input, from number: Number) -> Decision? {
    guard let news = devices[number]?.watch.process(input) else { return nil }
    switch news {
    case .escape: return .left(number, isInterrupt: false)
    case .interrupt: return .left(number, isInterrupt: true)
    case .label(let label):
      return devices[number]?.isGrabbed == true
        ? .scanned(number, label) : .again(number, .notGrabbed)
    case .piece: return .again(number, .piece)
    case .noTerminator: return .again(number, .noTerminator)
    case .slowLine: return .again(number, .slowLine)
    }
  }

  /// Decides that the time is over, if it is.
  func passTime(at now: Int64) -> Decision? {
    now >= end ? .expired : nil
  }
}
