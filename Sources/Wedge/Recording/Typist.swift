// SPDX-License-Identifier: Apache-2.0

/// A movement of a key.
struct Stroke: Equatable {
  var code: UInt16
  /// As in an event: 0 release, 1 press, 2 autorepeat.
  var value: Int32

  static func press(_ code: UInt16) -> Stroke { Stroke(code: code, value: 1) }
  static func release(_ code: UInt16) -> Stroke { Stroke(code: code, value: 0) }

  /// A key pressed and released while others are held, which are pressed and released around it.
  static func tap(_ code: UInt16, holding modifiers: [UInt16] = []) -> [Stroke] {
    modifiers.map(press) + [press(code), release(code)] + modifiers.reversed().map(release)
  }
}

/// Types as a scanner does: each character by itself, with Shift or Ctrl around it if needed.
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
  func type(_ text: [UInt8]) throws(RecordingProblem) -> [Stroke] {
    var typed: [Stroke] = []
    for byte in text {
      guard let strokes = strokes[byte] else { throw .cannotBeTyped(byte) }
      typed += strokes
    }
    return typed
  }
}
