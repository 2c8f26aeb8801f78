// SPDX-License-Identifier: Apache-2.0

import Wedge

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

/// The strokes with which a scanner types text: each character by itself, with Shift, AltGr or Ctrl
/// around it if needed, or as a dead key and the key after it.
struct Typist {
  private var strokes: [Unicode.Scalar: [Stroke]] = [:]

  init(layout: Layout) {
    let keys = layout.keys.filter { !$0.isOnKeypad }
    // The fewest modifiers are tried first.
    for level in [[], .shift, .altGr, [.altGr, .shift]] as [Layout.Level] {
      for key in keys {
        if case .character(let scalar) = key[level] { add(scalar, key.code, level) }
      }
    }
    for level in [[], .shift, .altGr, [.altGr, .shift]] as [Layout.Level] {
      for key in keys {
        if case .dead(let dead) = key[level] { add(dead, key.code, level) }
      }
    }
    addControlCharacters(of: layout)
  }

  private mutating func add(_ scalar: Unicode.Scalar, _ code: UInt16, _ level: Layout.Level) {
    if strokes[scalar] == nil { strokes[scalar] = Stroke.tap(code, holding: Self.keys(for: level)) }
  }

  private mutating func add(_ dead: DeadKey, _ code: UInt16, _ level: Layout.Level) {
    let mark = Stroke.tap(code, holding: Self.keys(for: level))
    for (next, typed) in strokes where next.isASCII {
      let (scalar, second) = dead.followed(by: next)
      if second == nil, strokes[scalar] == nil { strokes[scalar] = mark + typed }
    }
  }

  private mutating func addControlCharacters(of layout: Layout) {
    for level in [[], .shift, .altGr, [.altGr, .shift]] as [Layout.Level] {
      for key in layout.keys {
        guard let byte = key.controls[Int(level.rawValue)] else { continue }
        let scalar = Unicode.Scalar(byte)
        if strokes[scalar] != nil { continue }
        strokes[scalar] = Stroke.tap(
          key.code, holding: [KeyCode.leftControl] + Self.keys(for: level))
      }
    }
    strokes[Unicode.Scalar(Ascii.delete)] = Stroke.tap(KeyCode.delete)
  }

  private static func keys(for level: Layout.Level) -> [UInt16] {
    (level.contains(.altGr) ? [KeyCode.rightAlt] : [])
      + (level.contains(.shift) ? [KeyCode.leftShift] : [])
  }

  /// The strokes for a text in UTF-8, one frame each.
  func type(_ text: [UInt8]) throws(RecordingError.Problem) -> [Stroke] {
    var typed: [Stroke] = []
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      guard let strokes = strokes[scalar] else { throw .cannotBeTyped(scalar) }
      typed += strokes
    }
    return typed
  }
}
