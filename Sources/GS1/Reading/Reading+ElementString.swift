// SPDX-License-Identifier: Apache-2.0

extension Reading {
  /// Reads element strings from the range: elements, faults and, unless strict, notes.
  @inline(__always)
  mutating func walk(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options, _ presence: inout Presence
  ) {
    var reader = ElementReader(range, ValueRules(options))
    let end = range.upperBound
    while true {
      if !options.strict, reader.position < end, data[reader.position] == .groupSeparator {
        reader.move(to: skipSeparators(data, reader.position..<end, from: range.lowerBound))
      }
      do {
        guard let element = try reader.next(in: data) else { break }
        presence.insert(element.ai)
        guard !elements.isFull else {
          reasons.append(Finding(.tooMany, element.ai, element.range))
          presence.isWhole = false
          return
        }
        elements.append(element)
        if !options.strict, data[reader.position &- 1] == .groupSeparator,
          reader.position == end || element.ai.hasPredefinedLength
        {
          noteSeparator(after: element, isLast: reader.position == end)
        }
      } catch {
        if let ai = error.ai { presence.insert(ai) }
        reasons.append(error)
      }
    }
    if !reader.isWhole { presence.isWhole = false }
  }

  /// Notes separators where an element should begin and gives the place behind them.
  @inline(never)
  private mutating func skipSeparators(
    _ data: Span<UInt8>, _ range: Range<Int>, from start: Int
  ) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, data[place] == .groupSeparator { place += 1 }
    let isLast = place == range.upperBound
    let code: Finding.Code =
      range.lowerBound == start
      ? .leadingSeparator : isLast ? .trailingSeparator : .doubledSeparator
    notes.append(Finding(code, nil, range.lowerBound..<place))
    return place
  }

  /// Notes the separator that was taken with an element and was not needed.
  @inline(never)
  private mutating func noteSeparator(after element: Element, isLast: Bool) {
    let end = element.range.upperBound
    notes.append(
      Finding(isLast ? .trailingSeparator : .separatorAfterFixed, element.ai, end..<end + 1))
  }
}
