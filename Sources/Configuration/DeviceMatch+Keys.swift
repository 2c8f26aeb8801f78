// SPDX-License-Identifier: Apache-2.0

extension DeviceMatch: SectionSettings {
  static let section = Section<DeviceMatch>(
    name: "Match",
    keys: [
      .list("Vendor", \.vendors, Value.usbNumbers),
      .list("Product", \.products, Value.usbNumbers),
      .list("Serial", \.serials, patterns),
      .list("Path", \.paths, pathPatterns),
      .list("Name", \.names, patterns),
    ])

  private static func patterns(_ text: String) throws(ValueError) -> [Glob] {
    var patterns: [Glob] = []
    for word in try words(in: text, escapes: .keep) {
      guard word.first != UInt8(ascii: "!") else {
        throw .malformed(text, expected: "possible: \"!\" is not supported; write \\! for itself")
      }
      patterns.append(try Glob(String(decoding: word, as: UTF8.self)))
    }
    return patterns
  }

  /// Patterns for ID_PATH_TAG; ID_PATH itself, which looks alike, would never match.
  private static func pathPatterns(_ text: String) throws(ValueError) -> [Glob] {
    guard !text.utf8.contains(where: { Array(":./".utf8).contains($0) }) else {
      let tag = text.unicodeScalars.map { [":", ".", "/"].contains($0) ? "_" : String($0) }
      throw .malformed(text, expected: "an ID_PATH_TAG; write \(shown(tag.joined()))")
    }
    return try patterns(text)
  }
}
