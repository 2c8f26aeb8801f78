// SPDX-License-Identifier: Apache-2.0

extension Profile {
  /// Changes one setting, named as in scand.scanner(5).
  mutating func set(_ name: String, to bytes: [UInt8]) throws(RecordingProblem) {
    let value = String(decoding: bytes, as: UTF8.self)
    func need<T>(_ parsed: T?) throws(RecordingProblem) -> T {
      guard let parsed else { throw .badValue(setting: name, value: value) }
      return parsed
    }
    switch name {
    case "Layout": layout = try need(Layout(name: value))
    case "GroupSeparator": groupSeparator = try need(GroupSeparator(name: value))
    case "Terminator": terminator = try need(Terminator(name: value))
    case "Prefix": prefix = bytes
    case "Suffix": suffix = bytes
    case "CharacterTimeout": characterTimeout = try need(RecordingTime.parse(value))
    case "AbandonGap": abandonGap = try need(RecordingTime.parse(value))
    case "IdleGap": idleGap = try need(RecordingTime.parse(value))
    case "MaximumLength": maximumLength = try need(Int(value))
    default: throw .unknownSetting(name)
    }
  }
}
