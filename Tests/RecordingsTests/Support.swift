// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Foundation
import Wedge
import Wire

@testable import Recordings

/// The answer of a daemon that reads a scanner.
func begun(
  keysDown: [UInt16]? = [], capsLock: Bool? = nil, profile: [String] = [], name: String = "3310g"
) -> KeysBegun {
  KeysBegun(
    scanner: "usb-0c2e_0b61-S1",
    device: DeviceInfo(
      name: name, vendor: "0c2e", product: "0b61", serial: "S1", path: "", node: ""),
    time: Timestamp(microseconds: 0), keysDown: keysDown, capsLock: capsLock, profile: profile)
}

/// The lines that the daemon would send of a recording, one for each of its inputs.
func lines(of recording: Recording) -> [KeyLine] {
  recording.inputs.compactMap { input in
    switch input {
    case .event(let event):
      KeyLine(events: [
        KeyEventInfo(time: event.time, type: event.type, code: event.code, value: event.value)
      ])
    case .dropped(let time, let keys):
      KeyLine(
        dropped: KeysDropped(time: time, keysDown: keys?.codes, capsLock: keys?.capsLock))
    case .unplugged(let time): KeyLine(ended: KeysEnded(time: time, cause: .unplugged))
    case .idle: nil
    }
  }
}

/// A recording that was recorded: the text of what the daemon would send of it.
func recorded(_ recording: Recording, contents: Bool, profile: [String] = []) -> String {
  var recorder = KeyRecorder(
    begun(
      keysDown: recording.keysDown?.codes,
      capsLock: recording.keysDown?.capsLock ?? (recording.capsLock ? true : nil),
      profile: profile), contents: contents)
  var text = recorder.opening(by: "a test")
  for line in lines(of: recording) { text += recorder.add(line) }
  return text + recorder.ending(at: 0)
}

/// The lines of a recording without its comments.
func rows(of text: String) -> [String] {
  text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
}

/// Reads a recording that stands in a test.
func recording(_ text: String) throws -> Recording {
  try Recording.parse(Array(text.utf8))
}

/// The inputs of a recording, without the unplugging at its end.
func inputs(_ text: String) throws -> [Input] {
  try recording(text).inputs.dropLast()
}

/// The recordings of WedgeTests.
let goldenRecordings: [URL] = {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "WedgeTests/Recordings")
  let files = try? FileManager.default.contentsOfDirectory(
    at: folder, includingPropertiesForKeys: nil)
  return (files ?? []).sorted { $0.path < $1.path }
}()
