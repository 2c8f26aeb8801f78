// SPDX-License-Identifier: Apache-2.0

// evemu-record(1) writes one event a line, `E: seconds.microseconds type code value`, with type and
// code in hexadecimal. From format 1.1 on, a line may end with a comment. A description of the
// device may come before the events; only its lights (`L:`) are used. At time 0 the recording
// began.

import Wedge

/// A reader of the output of evemu-record(1).
enum EvemuReader {
  /// True if the lines are the output of evemu-record(1).
  static func recognizes(_ lines: [String]) -> Bool {
    for line in lines {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first else { continue }
      if first.first != "#" { return descriptions.contains(first) || first == "E:" }
      if first == "#", words.dropFirst().first == "EVEMU" { return true }
    }
    return false
  }

  /// Reads a whole file.
  static func read(_ lines: [String]) throws(RecordingError) -> Recording {
    var recording = Recording()
    for (index, line) in lines.enumerated() {
      do throws(RecordingError.Problem) {
        try read(line, into: &recording)
      } catch {
        throw RecordingError(line: index + 1, problem: error)
      }
    }
    recording.inputs.append(.unplugged(at: recording.inputs.last?.time ?? 0))
    return recording
  }

  /// The line types of a device's description: name, id, properties, bits, axes, lights, switches.
  private static let descriptions: Set<Substring> = ["N:", "I:", "P:", "B:", "A:", "L:", "S:"]

  private static func read(_ line: String, into recording: inout Recording) throws(RecordingError
    .Problem)
  {
    let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return }
    if first == "E:" {
      recording.inputs.append(.event(try event(words.dropFirst(), in: line)))
    } else if first == "L:" {
      if isCapsLockLit(words.dropFirst()) { recording.capsLock = true }
    } else if !descriptions.contains(first) {
      throw .notAnEvent(line)
    }
  }

  private static func event(
    _ words: ArraySlice<Substring>, in line: String
  ) throws(RecordingError.Problem) -> KeyEvent {
    let words = Array(words)
    guard words.count >= 4, let time = RecordingTime.seconds(words[0]),
      let type = UInt16(words[1], radix: 16), let code = UInt16(words[2], radix: 16),
      let value = Int32(words[3])
    else { throw .notAnEvent(line) }
    return KeyEvent(time: time, type: type, code: code, value: value)
  }

  private static func isCapsLockLit(_ words: ArraySlice<Substring>) -> Bool {
    let numbers = words.map { UInt16($0, radix: 16) }
    return numbers == [EventCode.capsLockLight, 1]
  }
}
