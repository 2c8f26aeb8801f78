// SPDX-License-Identifier: Apache-2.0

// A scanner that drops separators turns `10C202507␝21HD-12345` into one lot `C20250721HD-12345`,
// which is a legal lot. It looks like a real one, so the loss can only be suspected: the end of the
// last value would be an expiration date, a lot or a serial number that the label lacks. Looking
// for other AIs, or at shorter parts, would suspect half of all labels.

extension Reading {
  /// The smallest length of the remaining and of the hidden value.
  private static let shortestPart = 4

  /// Notes the last value if it may hide further elements after a lost separator.
  @inline(never)
  mutating func suspectSeparator(
    _ presence: Presence, in data: Span<UInt8>, _ options: Options
  ) {
    guard isValid, data.nextSeparator(from: 0, to: data.count) == data.count,
      let last = elements.last, last.form == .verbatim, last.ai.entry.isOpen
    else { return }
    let end = last.range.upperBound
    var place = last.range.lowerBound + Self.shortestPart
    while place + 2 + Self.shortestPart <= end {
      if isHiddenReading(place..<end, presence, in: data, options) {
        return notes.append(Finding(.suspectSeparator, last.ai, place..<end))
      }
      place += 1
    }
  }

  /// True if the range consists of elements (17), (10) or (21) that the message lacks.
  private func isHiddenReading(
    _ range: Range<Int>, _ known: Presence, in data: Span<UInt8>, _ options: Options
  ) -> Bool {
    var reader = ElementReader(range, options: options)
    var presence = known
    do {
      while let element = try reader.next(in: data) {
        guard isHideable(element), !presence.contains(element.ai) else { return false }
        presence.insert(element.ai)
        guard element.ai.rule.isMet(by: presence.names), !presence.isBroken else { return false }
      }
      return true
    } catch {
      return false
    }
  }

  private func isHideable(_ element: Element) -> Bool {
    element.range.count >= Self.shortestPart
      && (element.ai == .expiry || element.ai == .lot || element.ai == .serial)
  }
}

extension AIEntry {
  /// True if values end with a text component of variable length.
  fileprivate var isOpen: Bool {
    let last = AIComponent(bits: aiComponents[Int(format.first + format.count) - 1])
    return last.characters == .x && last.minimum < last.maximum
  }
}
