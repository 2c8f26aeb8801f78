// SPDX-License-Identifier: Apache-2.0

// People write a layout as they know it from elsewhere: as a locale (`de-CH`), as a keymap of the console
// (`de-latin1`, `uk`), as a language (`german`), or with a slip. The list answers all of these.

import Wedge
import Wire

extension LayoutNames {
  /// The listed name that was probably meant by one that is not listed; nil if none is close.
  public func nearest(to name: String) -> String? {
    guard name.utf8.count <= LayoutName.maximumLength else { return nil }
    // Of several layouts the first.
    let typed = name.lowercased().prefix { $0 != "," }
    return spelled(typed) ?? taken(apart: typed) ?? described(typed) ?? mistyped(typed)
  }

  /// The name in other letters: `DE`.
  private func spelled(_ typed: Substring) -> String? {
    entries.first { $0.name.lowercased() == typed }?.name
  }

  /// A layout and something more: `us-intl`, `de-CH`, `de-latin1`, `ch(de)`.
  private func taken(apart typed: Substring) -> String? {
    let parts = typed.split { !($0.isLetter || $0.isNumber) }
    guard parts.count >= 2 else { return nil }
    let (first, second) = (spelled(parts[0]), spelled(parts[1]))
    if let first, let variant = spelled("\(first)(\(parts[1]))") { return variant }
    if typed.contains("(") { return first.map { variant(of: $0, near: parts[1]) ?? $0 } }
    if let second { return spelled("\(second)(\(parts[0]))") ?? second }
    return first
  }

  private func variant(of layout: String, near typed: Substring) -> String? {
    let variants = entries.compactMap { LayoutName($0.name) }.filter { $0.layout == layout }
    return nearestName(to: String(typed), among: variants.map(\.variant)).map { "\(layout)(\($0))" }
  }

  /// A language, a country or something special: `german`, `English (UK)`, `uk`, `bepo`.
  private func described(_ typed: Substring) -> String? {
    let layouts = commonFirst.filter { !$0.isVariant }
    let all = layouts + commonFirst.filter(\.isVariant)
    return all.first { $0.description.lowercased() == typed }?.name
      ?? all.first { typed.count >= 3 && $0.description.lowercased().hasPrefix(typed) }?.name
      ?? near(typed, among: layouts, by: \.description)
      ?? commonFirst.first { $0.words.contains(typed) }?.name
  }

  /// A name or a description with a slip.
  private func mistyped(_ typed: Substring) -> String? {
    near(typed, among: commonFirst, by: \.name) ?? near(typed, among: entries, by: \.description)
  }

  /// The entries in the order of the common layouts, each with its variants; then the others.
  private var commonFirst: [Entry] {
    let ranks = entries.enumerated().map { index, entry in
      (Layout.common.firstIndex { $0 == LayoutName(entry.name)?.layout } ?? .max, index)
    }
    return ranks.sorted(by: <).map { entries[$0.1] }
  }

  private func near(
    _ typed: Substring, among entries: [Entry], by text: KeyPath<Entry, String>
  ) -> String? {
    let near = nearestName(to: String(typed), among: entries.map { $0[keyPath: text] })
    return near.flatMap { near in entries.first { $0[keyPath: text] == near } }?.name
  }
}

extension LayoutNames.Entry {
  fileprivate var isVariant: Bool { name.contains("(") }

  /// The words of the description in small letters.
  fileprivate var words: [Substring] {
    description.lowercased().split { !($0.isLetter || $0.isNumber) }.map { $0 }
  }
}
