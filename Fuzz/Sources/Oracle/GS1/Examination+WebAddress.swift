// SPDX-License-Identifier: Apache-2.0

import GS1

// Of the web addresses that are no valid Digital Link URI, the damaged ones are told from plain ones
// by their text, which is taken apart here with the standard library's means.

extension Examination {
  /// Compares the reading of a web address with that of data that must be a Digital Link URI.
  func examineWebAddress(_ label: Label) throws(Violation) {
    guard label.reading.symbology == nil, label.hasWebScheme, label.data.count <= 8190 else {
      return
    }
    let guessed = label.with { $0.assume = .auto }
    let assumed = label.with { $0.assume = .gs1 }
    let isLink =
      assumed.reading.isValid || assumed.fields.contains { primaryKeys.contains($0.ai.code) }
      || WebAddress(label.data).isLink
    let isRight =
      isLink
      ? guessed.reading.isSame(as: assumed.reading)
      : guessed.isValid(.text) && guessed.reading.notes.map(\.code) == [.notDigitalLink]
    try require(.webAddressIsLinkOrText, isRight, guessed, assumed)
  }
}

extension Label {
  /// True if the data begin with `http://` or `https://` in any case.
  var hasWebScheme: Bool {
    let start = String(decoding: data.prefix(8), as: UTF8.self).lowercased()
    return start.hasPrefix("http://") || start.hasPrefix("https://")
  }
}

/// The primary keys of GS1 Digital Link URIs.
private let primaryKeys: Set<String> = [
  "00", "01", "253", "255", "401", "402", "414", "415", "417", "8003", "8004", "8006", "8010",
  "8013", "8017", "8018",
]

/// The parts of a web address.
private struct WebAddress {
  private let host: String
  private let segments: [[UInt8]]
  private let parameters: [(name: [UInt8], value: [UInt8])]

  init(_ data: [UInt8]) {
    var rest = data[...]
    while rest.last == 0x0D || rest.last == 0x0A { rest.removeLast() }
    rest = rest.drop { $0 != 0x3A }.dropFirst(3)
    let parts = rest.prefix { $0 != 0x23 }
      .split(separator: 0x3F, maxSplits: 1, omittingEmptySubsequences: false)
    let place = parts.first ?? []
    host = String(decoding: place.prefix { $0 != 0x2F }, as: UTF8.self).lowercased()
    segments = place.drop { $0 != 0x2F }.split(separator: 0x2F).map { Array($0) }
    parameters = (parts.count > 1 ? parts[1] : []).split(separator: 0x26).map { parameter in
      (
        Array(parameter.prefix { $0 != 0x3D }),
        Forms.unescaped(parameter.drop { $0 != 0x3D }.dropFirst(), query: true)
      )
    }
  }

  /// True if it has the host of GS1 or a key.
  var isLink: Bool {
    host.split(separator: ":", omittingEmptySubsequences: false).first == "id.gs1.org"
      || parameters.contains { Self.isKey($0.name, before: $0.value, digits: 4) }
      || segments.indices.dropFirst().contains { index in
        let value = Forms.unescaped(segments[index][...], query: false)
        let isMonth =
          index > 1 && segments[index - 1] == Array("01".utf8)
          && Self.isYear(segments[index - 2])
        return Self.isKey(segments[index - 1], before: value, digits: isMonth ? 12 : 4)
      }
  }

  private static func isKey(_ code: [UInt8], before value: [UInt8], digits: Int) -> Bool {
    primaryKeys.contains(String(decoding: code, as: UTF8.self)) && value.count > 4
      && value.prefix(digits).count == digits
      && value.prefix(digits).allSatisfy { 0x30...0x39 ~= $0 }
  }

  private static func isYear(_ segment: [UInt8]) -> Bool {
    segment.count == 4 && segment.allSatisfy { 0x30...0x39 ~= $0 }
      && (segment.starts(with: "19".utf8) || segment.starts(with: "20".utf8))
  }
}
