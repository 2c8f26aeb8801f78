// SPDX-License-Identifier: Apache-2.0

// Some scanners can be set to send AIs in parentheses, as in the text below a symbol:
// `(01)09506000134352(10)A`. Separators are not needed then, and mostly not sent. It is noted,
// because a value that contains an AI in parentheses looks like two elements.

/// An AI in parentheses and the start of its value.
struct BracketedAI {
  /// The AI.
  let ai: ApplicationIdentifier
  /// The place after the closing parenthesis.
  let end: Int

  /// The AI in parentheses at `start`, or nil if there is none.
  init?(in data: Span<UInt8>, at start: Int, end: Int) {
    guard start < end, data[start] == .openingParenthesis,
      let ai = ApplicationIdentifier(in: data, at: start + 1, end: end)
    else { return nil }
    let close = start + 1 + Int(ai.entry.width)
    guard close < end, data[close] == .closingParenthesis else { return nil }
    self.ai = ai
    self.end = close + 1
  }
}

extension Reading {
  /// Reads elements whose AIs are in parentheses, and notes that they are.
  @inline(never)
  mutating func walkBracketed(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options, _ presence: inout Presence
  ) {
    let end = range.upperBound
    var place = range.lowerBound
    while data[place] == .groupSeparator { place += 1 }
    if place > range.lowerBound {
      notes.append(Finding(.leadingSeparator, nil, range.lowerBound..<place))
    }
    if let first = BracketedAI(in: data, at: place, end: end) {
      notes.append(Finding(.brackets, first.ai, place..<first.end))
    }
    while place < end {
      let stop = data.nextBracketedAI(behind: place, to: end)
      if let bracketed = BracketedAI(in: data, at: place, end: end) {
        read(bracketed, in: data, to: stop, options, &presence)
      } else {
        reasons.append(Finding(.unknownAI, nil, place..<stop))
        presence.isWhole = false
      }
      place = stop
      while place < end, data[place] == .groupSeparator { place += 1 }
    }
  }

  private mutating func read(
    _ bracketed: BracketedAI, in data: Span<UInt8>, to end: Int, _ options: Options,
    _ presence: inout Presence
  ) {
    let ai = bracketed.ai
    let range = bracketed.end..<end
    presence.insert(ai)
    do {
      let stop = try ai.checkValue(
        ai.entry, in: data, from: range.lowerBound, to: end, ValueRules(options))
      if stop < end {
        reasons.append(Finding(.valueTooLong, ai, range))
      } else if elements.isFull {
        reasons.append(Finding(.tooMany, ai, range))
      } else {
        elements.append(Element(ai, range))
      }
    } catch {
      reasons.append(error)
    }
  }
}

extension Span<UInt8> {
  /// True if the range begins with a parenthesis, separators before it aside.
  @inline(__always)
  func beginsBracketed(_ range: Range<Int>) -> Bool {
    for place in range where self[place] != .groupSeparator {
      return self[place] == .openingParenthesis
    }
    return false
  }

  /// The end of the value whose AI in parentheses begins at `start`: the next such AI, the next
  /// separator, or the end.
  fileprivate func nextBracketedAI(behind start: Int, to end: Int) -> Int {
    var place = start + 1
    while place < end, self[place] != .groupSeparator {
      if BracketedAI(in: self, at: place, end: end) != nil { return place }
      place += 1
    }
    return place
  }
}

extension UInt8 {
  /// `(`
  static var openingParenthesis: UInt8 { 0x28 }
  /// `)`
  static var closingParenthesis: UInt8 { 0x29 }
}
