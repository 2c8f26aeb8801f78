// SPDX-License-Identifier: Apache-2.0

// A scanner goes from one mode to another by a label in its manual, which no program can scan. The product id
// shows the mode, where the maker gives each its own.

import Scanners
import Wire

extension OtherInterface.Kind {
  /// The mode, for people.
  var mode: String {
    switch self {
    case .hidPOS: "HID POS"
    case .serial: "serial"
    }
  }
}

extension Inventory.Device {
  /// The state of a scanner in another mode and the way out, in a sentence; nil for any other device.
  var modeSentence: String? {
    guard case .otherMode = state else { return nil }
    return "is a scanner in \(modes) mode, which scand does not read; \(cure)"
  }

  /// The modes of its interfaces that are no keyboards, each once.
  var modes: String {
    guard case .otherMode(let interfaces) = state else { return "" }
    let modes = interfaces.map(\.kind.mode)
    return modes.indices.filter { !modes[..<$0].contains(modes[$0]) }.map { modes[$0] }
      .joined(separator: " and ")
  }

  /// The way to make it a keyboard.
  var cure: String {
    let general =
      "to make it a keyboard, scan the label \"USB keyboard\" or \"HID keyboard\" in its manual"
    guard let own = usb.flatMap({ makers[$0.vendor] }) else { return general }
    return own.isOwnLabel ? own.words : "\(general); \(own.words)"
  }
}

/// The way of a maker, by the vendor id.
private let makers: [String: (words: String, isOwnLabel: Bool)] = [
  "0536": honeywell,
  "0c2e": honeywell,
  "05e0": ("its product id is then 1200", false),
  "05f9": ("a Gryphon's product id is then 2206", false),
  "065a": ("its product id is then 0001", false),
  "067e": ("its product id is then 0801", false),
  "0db5": ("its product id is then 013a", false),
  "1eab": ("its product id then ends in 03 (06 is serial, 10 HID POS)", false),
]

private let honeywell = (
  words: "to make it a keyboard, scan the label \"USB Keyboard (PC)\" (terminal id 124) in its "
    + "manual",
  isOwnLabel: true
)
