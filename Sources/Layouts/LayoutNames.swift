// SPDX-License-Identifier: Apache-2.0

// The list of the rules, evdev.lst, is made for people who choose a layout: each name with a description
// in English. It is not complete: a layout may compile without being listed.
//
//     ! layout
//       ch              German (Switzerland)
//     ! variant
//       fr              ch: French (Switzerland)

import Wedge

/// The names of layouts and variants that XKB lists for people.
public struct LayoutNames: Sendable {
  /// A layout, or a variant of one.
  public struct Entry: Sendable, Equatable {
    /// The name: `ch`, `ch(fr)`.
    public let name: String
    /// The description in English: `French (Switzerland)`.
    public let description: String
  }

  /// The layouts, then the variants.
  public let entries: [Entry]

  /// The names that are listed on this machine; none if XKB's files are not installed.
  public static var installed: LayoutNames { XKBFiles.system.names }

  /// Reads a list. Lines that it cannot have are left out.
  init(_ list: [UInt8]) {
    var layouts: [Entry] = []
    var variants: [Entry] = []
    var section: Substring = ""
    for line in String(decoding: list, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ", maxSplits: 1)
      guard let first = words.first, words.count == 2 else { continue }
      let rest = words[1].drop { $0 == " " }
      switch (first, section) {
      case ("!", _): section = rest
      case (_, "layout"): layouts.append(Entry(name: String(first), description: String(rest)))
      case (_, "variant"): Self.variant(first, rest).map { variants.append($0) }
      default: break
      }
    }
    entries = (layouts + variants).filter { LayoutName($0.name) != nil }
  }

  private static func variant(_ name: Substring, _ rest: Substring) -> Entry? {
    guard let colon = rest.firstIndex(of: ":") else { return nil }
    let description = rest[rest.index(after: colon)...].drop { $0 == " " }
    return Entry(name: "\(rest[..<colon])(\(name))", description: String(description))
  }

  /// True if a layout or a variant has this name.
  public func contains(_ name: String) -> Bool {
    entries.contains { $0.name == name }
  }
}
