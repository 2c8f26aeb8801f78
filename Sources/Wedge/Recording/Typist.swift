// SPDX-License-Identifier: Apache-2.0

/// A movement of a key.
struct Stroke: Equatable {
  var code: UInt16
  /// The value as in an event: 0 is a release, 1 a press, 2 an autorepeat.
  var value: Int32

  static func press(_ code: UInt16) -> Stroke { Stroke(code: code, value: 1) }
  static func release(_ code: UInt16) -> Stroke { Stroke(code: code, value: 0) }

  /// The strokes of a key that is pressed and released while other keys are held.
  static func tap(_ code: UInt16, holding modifiers: [UInt16] = []) -> [Stroke] {
    modifiers.map(press) + [press(code), release(code)] + modifiers.reversed().map(release)
  }
}

/// The strokes with which a scanner types text: each character by itself, with Shift or Ctrl around
/// it if needed.
struct Typist {
  private var strokes: [UInt8: [Stroke]] = [:]

  init(layout: Layout) {
    for key in layout.keys {
      strokes[key.plain] = Stroke.tap(key.code)
      if let control = key.control {
        strokes[control] = Stroke.tap(key.code, holding: [KeyCode.leftControl])
      }
    }
    for key in layout.keys where strokes[key.shifted] == nil {
      strokes[key.shifted] = Stroke.tap(key.code, holding: [KeyCode.leftShift])
    }
  }

  /// The strokes for a text, one frame each.
  func type(_ text: [UInt8]) throws(RecordingError.Problem) -> [Stroke] {
    var typed: [Stroke] = []
    for byte in text {
      guard let strokes = strokes[byte] else { throw .cannotBeTyped(byte) }
      typed += strokes
    }
    return typed
  }
}
