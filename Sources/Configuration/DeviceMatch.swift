// SPDX-License-Identifier: Apache-2.0

// The devices that a .scanner file applies to. A matching device is grabbed even if udev does not
// know it as a scanner. A section without a narrow key is therefore refused: it would also match
// the keyboard.

/// The section [Match] of a .scanner file. A device matches if for each key one value matches.
public struct DeviceMatch: Sendable, Equatable {
  var vendors: [String] = []
  var products: [String] = []
  var serials: [Glob] = []
  var paths: [Glob] = []
  var names: [Glob] = []

  init() {}

  /// True if the section has no key, or no pattern but `*`.
  var isCatchAll: Bool {
    let patterns = [serials, paths, names]
    let isNarrow = patterns.contains { !$0.isEmpty && !$0.contains(where: \.isCatchAll) }
    return vendors.isEmpty && products.isEmpty && !isNarrow
  }

  /// True if the device matches. A device without serial, path or name matches no pattern for it;
  /// an empty [Match] matches no device.
  public func matches(_ device: DeviceProperties) -> Bool {
    !isCatchAll
      && DeviceMatch.holds(vendors, device.vendor.lowercased())
      && DeviceMatch.holds(products, device.product.lowercased())
      && DeviceMatch.holds(serials, device.serial)
      && DeviceMatch.holds(paths, device.path)
      && DeviceMatch.holds(names, device.name)
  }

  private static func holds(_ values: [String], _ property: String) -> Bool {
    values.isEmpty || values.contains(property)
  }

  private static func holds(_ patterns: [Glob], _ property: String) -> Bool {
    patterns.isEmpty || (!property.isEmpty && patterns.contains { $0.matches(property) })
  }
}

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
        throw .malformed(text, expected: "supported: write \\! for \"!\" itself")
      }
      patterns.append(try Glob(String(decoding: word, as: UTF8.self)))
    }
    return patterns
  }

  /// Patterns for ID_PATH_TAG. ID_PATH, which looks similar, would never match and is refused.
  private static func pathPatterns(_ text: String) throws(ValueError) -> [Glob] {
    guard !text.utf8.contains(where: { Array(":./".utf8).contains($0) }) else {
      let tag = text.unicodeScalars.map { [":", ".", "/"].contains($0) ? "_" : String($0) }
      throw .malformed(text, expected: "an ID_PATH_TAG; write \(shown(tag.joined()))")
    }
    return try patterns(text)
  }
}
