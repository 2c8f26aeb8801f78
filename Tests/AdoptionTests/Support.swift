// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Foundation
import Scanners
import SystemCalls
import Wedge

@testable import Adoption

/// A device as udev describes one with a serial number, at a port of a USB bus.
func device(
  _ number: Int = 1, vendor: String = "0c2e", product: String = "0b61", serial: String = "S1234",
  path: String? = nil, name: String = "Honeywell 3310g", usb: String? = nil, isMarked: Bool = false,
  isRuledOut: Bool = false, canScan: Bool = true
) -> InputDevice {
  let body = usb ?? "/sys/devices/usb1/1-\(number)"
  return InputDevice(
    properties: DeviceProperties(
      bus: "usb", vendor: vendor, product: product, serial: serial,
      path: path ?? "pci-0000_00_14_0-usb-0_\(number)_1_0", name: name,
      node: "/dev/input/event\(number)", sysPath: "\(body)/event\(number)",
      isMarkedScanner: isMarked),
    isRuledOut: isRuledOut, canScan: canScan, usb: USBDevice(sysPath: body))
}

/// A Bluetooth device, as `DeviceProperties` describes one.
func bluetooth(
  _ number: Int = 1, vendor: String = "0c2e", address: String = "a0:b1:c2:d3:e4:f5"
) -> InputDevice {
  let directory = "/sys/devices/virtual/misc/uhid/0005:0C2E:0C71.000\(number)/input/input\(number)"
  return InputDevice(
    properties: DeviceProperties(
      bus: "bluetooth", vendor: vendor, product: "0c71", serial: address, name: "Honeywell 1602g",
      node: "/dev/input/event\(number)", sysPath: "\(directory)/event\(number)"))
}

/// A device without a serial number.
func nameless(_ number: Int = 1, path: String? = nil) -> InputDevice {
  device(number, vendor: "05f9", product: "2206", serial: "", path: path, name: "Datalogic Gryphon")
}

func candidate(_ device: InputDevice) throws -> Candidate {
  Candidate(
    device: device, recognition: Recognition(of: device, among: [device])!)
}

func draft(
  _ name: String, _ device: InputDevice = device(), station: String? = nil, step: String? = nil
) throws -> Draft {
  try Draft(AdoptedName(name)!, of: candidate(device), station: station, step: step)
}

/// A directory that stands for `/`, until the end of this value.
final class TemporaryRoot {
  let path = NSTemporaryDirectory() + "scand-adopt-\(UUID().uuidString.prefix(8))"
  var premises: Premises { Premises(root: path) }

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The paths of all files in it, of those that begin with a dot too.
  var files: [String] {
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return found.filter { name in
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: path + "/" + name, isDirectory: &isDirectory)
      return !exists || !isDirectory.boolValue
    }.sorted()
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}

// MARK: Keys

func key(_ code: Int32, _ value: Int32, at time: Int64) -> KeyEvent {
  KeyEvent(time: time, type: UInt16(EV_KEY), code: UInt16(code), value: value)
}

/// The key that types a digit; a newline is Enter.
private func code(of character: Character) -> Int32 {
  switch character {
  case "\n": KEY_ENTER
  case "0": KEY_0
  default: KEY_1 + Int32(character.wholeNumberValue ?? 1) - 1
  }
}

/// Presses and releases that type digits and Enter, a key each `pace` microseconds.
func strokes(_ text: String, from start: Int64, pace: Int64) -> [KeyEvent] {
  text.enumerated().flatMap { index, character in
    let time = start + Int64(index) * pace
    let code = code(of: character)
    return [key(code, 1, at: time), key(code, 0, at: time + min(pace, 8000) / 2)]
  }
}
