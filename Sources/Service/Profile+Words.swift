// SPDX-License-Identifier: Apache-2.0

import Wedge

extension Profile {
  /// The settings that are not the usual ones, as the statement `profile` of a recording has them
  /// (docs/recordings.md).
  var recordingWords: [String] {
    let usual = Profile()
    func word<T: Equatable>(
      _ name: String, _ value: KeyPath<Profile, T>, _ text: (T) -> String
    ) -> String? {
      let value = (self[keyPath: value], usual[keyPath: value])
      return value.0 == value.1 ? nil : "\(name)=\(text(value.0))"
    }
    return [
      word("Layout", \.layout) { $0.name },
      word("GroupSeparator", \.groupSeparator) { separator in
        if case .text(let standIn) = separator { quoted(standIn) } else { separator.name }
      },
      word("Terminator", \.terminator) { $0.name },
      word("Prefix", \.prefix, quoted), word("Suffix", \.suffix, quoted),
      word("CharacterTimeout", \.characterTimeout) { "\($0)us" },
      word("AbandonGap", \.abandonGap) { "\($0)us" },
      word("IdleGap", \.idleGap) { "\($0)us" },
      word("MaximumLength", \.maximumLength) { "\($0)" },
    ].compactMap { $0 }
  }
}

/// Bytes in quotes, as a recording has them.
private func quoted(_ bytes: [UInt8]) -> String {
  let text = bytes.map { byte in
    switch byte {
    case UInt8(ascii: "{"): "{{"
    case 0x20..<0x7F where byte != UInt8(ascii: "\""): String(Unicode.Scalar(byte))
    default: "{0x\(String(byte, radix: 16, uppercase: true))}"
    }
  }
  return "\"\(text.joined())\""
}
