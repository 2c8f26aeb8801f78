// SPDX-License-Identifier: Apache-2.0

// Element strings are read from the left: the AI determines the length of its value, or a separator
// ends it. After a fault, reading continues at the start of the next element: after a value of
// predefined length, or after the next separator.

/// Reads element strings one after the other (GS1 General Specifications, section 7.8).
///
/// A cursor: it holds no data, so every step needs them. It skips one separator after an element.
/// It does not check pairing rules, which concern the whole message.
public struct ElementReader: Sendable {
  /// The start of the next element.
  public private(set) var position: Int
  /// True if all AIs were recognised; false after a fault that may hide others.
  public private(set) var isWhole = true
  private let limit: Int
  private let rules: ValueRules

  /// A cursor over this range of the scan data, symbology identifier excluded.
  public init(_ range: Range<Int>, options: Reading.Options = Reading.Options()) {
    self.init(range, ValueRules(options))
  }

  /// A cursor that checks values by these rules.
  @inline(__always)
  init(_ range: Range<Int>, _ rules: ValueRules) {
    self.position = max(range.lowerBound, 0)
    self.limit = range.upperBound
    self.rules = rules
  }

  /// The next element, or nil at the end.
  ///
  /// Throws the finding if it has a fault; the next call reads the element after it.
  @inline(__always)
  public mutating func next(in data: Span<UInt8>) throws(Finding) -> Element? {
    let end = min(limit, data.count)
    guard position < end else { return nil }
    let begin = position
    guard let ai = ApplicationIdentifier(in: data, at: begin, end: end) else {
      position = data.nextStart(from: begin, to: end)
      isWhole = false
      let separator = data.nextSeparator(from: begin, to: end)
      throw Finding(.unknownAI, nil, begin..<max(begin + 1, separator))
    }
    let entry = ai.entry
    let start = begin + Int(entry.width)
    let stop: Int
    do {
      stop = try ai.checkValue(entry, in: data, from: start, to: end, rules)
    } catch {
      position = ai.nextStart(behind: start, in: data, to: end)
      if error.code == .valueLength { isWhole = false }
      throw error
    }
    if stop == end {
      position = end
    } else if data[stop] == .groupSeparator {
      position = stop + 1
    } else if entry.flags.contains(.fixed) {
      position = stop
    } else {
      position = data.nextStart(from: stop, to: end)
      isWhole = false
      throw Finding(.valueTooLong, ai, start..<data.nextSeparator(from: stop, to: end))
    }
    return Element(ai, start..<stop)
  }

  /// Continues at another place.
  mutating func move(to place: Int) {
    position = place
  }
}

extension ApplicationIdentifier {
  /// The start of the next element after a bad value at `start`.
  @inline(never)
  fileprivate func nextStart(behind start: Int, in data: Span<UInt8>, to end: Int) -> Int {
    let separator = data.nextSeparator(from: start, to: end)
    let stop = start + Int(entry.format.maximum)
    return hasPredefinedLength && stop < separator ? stop : min(separator + 1, end)
  }
}

extension Span<UInt8> {
  /// The place after the next separator from `start` on, or `end`.
  @inline(never)
  fileprivate func nextStart(from start: Int, to end: Int) -> Int {
    min(nextSeparator(from: start, to: end) + 1, end)
  }
}

extension Reading {
  /// Reads element strings from the range: elements, faults and, unless strict, notes.
  @inline(__always)
  mutating func walk(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Reading.Options, _ presence: inout Presence
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

  /// Notes separators where an element should begin; returns the place after them.
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

  /// Notes the separator after an element that needs none.
  @inline(never)
  private mutating func noteSeparator(after element: Element, isLast: Bool) {
    let end = element.range.upperBound
    notes.append(
      Finding(isLast ? .trailingSeparator : .separatorAfterFixed, element.ai, end..<end + 1))
  }
}
