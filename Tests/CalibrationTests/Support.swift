// SPDX-License-Identifier: Apache-2.0

// A scanner that is written for these tests: it knows the tables of the layouts and nothing of the decoder.

import CInputEventCodes
import Calibration
import Layouts
import Recordings
import Wedge

/// The common layouts, compiled once.
let commonLayouts: [Layout] = {
  let library = LayoutLibrary()
  return Layout.common.map { try! library.layout(named: $0) }
}()

func layout(_ name: String) -> Layout { commonLayouts.first { $0.name == name }! }

/// The ways to type a group separator.
enum SeparatorKeys: CaseIterable {
  case control, controlShift, controlUS, alt29, alt029, alt0029, f8, down, number, braces, none
}

/// A scanner as its settings make it.
struct TestScanner {
  var layout = Layout.us
  var separator = SeparatorKeys.control
  var terminator: Terminator = .enter
  var prefix = ""
  var suffix = ""
  var identifier: String? = "]d2"
  var usesCapsLock = false
  var usesAltOnly = false
  var usesKeypad = false
  var pace: Int64 = 2_000
  /// The silence after each scan.
  var rest: Int64 = 2_000_000

  /// The recording of scans of these data, without a symbology identifier.
  func recording(of labels: [[UInt8]]) -> Recording {
    var keys = KeyWriter(pace: pace)
    keys.wait(2_000_000)
    for label in labels {
      type(Array(prefix.utf8) + Array((identifier ?? "").utf8) + label + Array(suffix.utf8), &keys)
      keys.wait(rest)
    }
    return keys.recording
  }

  /// The keys of one scan.
  private func type(_ data: [UInt8], _ keys: inout KeyWriter) {
    if usesCapsLock {
      typeWithCapsLock(data, &keys)
    } else {
      for byte in data { type(byte, &keys) }
    }
    switch terminator {
    case .enter, .enterIdle: keys.tap(KEY_ENTER)
    case .keypadEnter: keys.tap(KEY_KPENTER)
    case .tab: keys.tap(KEY_TAB)
    case .none: break
    }
  }

  /// Capitals between two presses of Caps Lock.
  private func typeWithCapsLock(_ data: [UInt8], _ keys: inout KeyWriter) {
    var isOn = false
    for byte in data {
      let isCapital = (0x41...0x5A).contains(byte)
      if isCapital != isOn {
        keys.tap(KEY_CAPSLOCK)
        isOn = isCapital
      }
      if isCapital {
        keys.tap(layout.stroke(of: byte)[0].code)
      } else {
        type(byte, &keys)
      }
    }
    if isOn { keys.tap(KEY_CAPSLOCK) }
  }

  private func type(_ byte: UInt8, _ keys: inout KeyWriter) {
    if byte == 0x1D { return typeSeparator(&keys) }
    if usesAltOnly { return keys.alt("0\(byte)") }
    if usesKeypad, (0x30...0x39).contains(byte) { return keys.tap(keypad[Int(byte - 0x30)]) }
    keys.stroke(layout.stroke(of: byte))
  }

  private func typeSeparator(_ keys: inout KeyWriter) {
    let bracket = layout.stroke(of: UInt8(ascii: "]"))[0]
    switch separator {
    case .control: keys.tap(bracket.code, [KEY_LEFTCTRL] + bracket.held)
    case .controlShift: keys.tap(bracket.code, [KEY_LEFTCTRL, KEY_LEFTSHIFT] + bracket.held)
    case .controlUS: keys.tap(KEY_RIGHTBRACE, [KEY_LEFTCTRL])
    case .alt29: keys.alt("29")
    case .alt029: keys.alt("029")
    case .alt0029: keys.alt("0029")
    case .f8: keys.tap(KEY_F8)
    case .down: keys.tap(KEY_DOWN)
    case .number: type(UInt8(ascii: "#"), &keys)
    case .braces: for byte in "{GS}".utf8 { type(byte, &keys) }
    case .none: break
    }
  }
}

private let keypad = [
  KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9,
]

/// A key and those that are held.
struct TestStroke {
  var code: Int32
  var held: [Int32]
}

extension Layout {
  /// The strokes of a character: those of its key, or of a dead key and the space.
  func stroke(of byte: UInt8) -> [TestStroke] {
    let scalar = Unicode.Scalar(byte)
    let levels: [(Level, [Int32])] = [
      ([], []), (.shift, [KEY_LEFTSHIFT]), (.altGr, [KEY_RIGHTALT]),
      ([.altGr, .shift], [KEY_RIGHTALT, KEY_LEFTSHIFT]),
    ]
    for (level, held) in levels {
      for key in keys where key.code <= UInt16(KEY_SPACE) || [86, 89, 124].contains(key.code) {
        if key.code == UInt16(KEY_KPASTERISK) { continue }
        if case .character(scalar) = key[level] {
          return [TestStroke(code: Int32(key.code), held: held)]
        }
      }
    }
    for (level, held) in levels {
      for key in keys {
        if case .dead(let dead) = key[level], dead.alone == scalar {
          return [
            TestStroke(code: Int32(key.code), held: held), TestStroke(code: KEY_SPACE, held: []),
          ]
        }
      }
    }
    fatalError("\(name) has no \(scalar)")
  }
}

/// Writes events, each a frame of its own.
struct KeyWriter {
  let pace: Int64
  private(set) var recording = Recording()
  private var time: Int64 = 0

  init(pace: Int64) {
    self.pace = pace
    recording.keysDown = KeySet.none
    recording.inputs = []
  }

  mutating func wait(_ microseconds: Int64) {
    time += microseconds
    recording.inputs = recording.inputs.filter {
      if case .unplugged = $0 { false } else { true }
    }
    recording.inputs.append(.unplugged(at: time))
  }

  mutating func tap(_ code: Int32, _ held: [Int32] = []) {
    for key in held { event(key, 1) }
    event(code, 1)
    event(code, 0)
    for key in held.reversed() { event(key, 0) }
  }

  mutating func stroke(_ strokes: [TestStroke]) {
    for stroke in strokes { tap(stroke.code, stroke.held) }
  }

  mutating func alt(_ digits: String) {
    event(KEY_LEFTALT, 1)
    for digit in digits.utf8 { tap(keypad[Int(digit - 0x30)]) }
    event(KEY_LEFTALT, 0)
  }

  private mutating func event(_ code: Int32, _ value: Int32) {
    time += pace
    recording.inputs.append(
      .event(KeyEvent(time: time, type: UInt16(EV_KEY), code: UInt16(code), value: value)))
    recording.inputs.append(.event(KeyEvent(time: time, type: 0, code: 0, value: 0)))
  }
}

/// Data of other labels, with separators, that use all characters of GS1's character set 82.
let otherLabels: [[UInt8]] = [
  "0109520134678148" + "10B!C\"D%E&F'G(H)I*J+K,L\u{1D}" + "21-M.N/O:P;Q<R=S>T?U_VWXYZ",
  "0109520134678148" + "10abcdefghijklm\u{1D}" + "21nopqrstuvwxyz",
].map { Array($0.utf8) }

/// The data of calibration labels by their names.
func labelData(_ names: String...) -> [[UInt8]] {
  names.map { name in CalibrationLabel.all.first { $0.name == name }!.data }
}

func inferred(_ scanner: TestScanner, _ names: String...) throws(CalibrationError) -> Calibration {
  let data = names.map { name in CalibrationLabel.all.first { $0.name == name }!.data }
  return try calibrate([scanner.recording(of: data)], layouts: commonLayouts)
}
