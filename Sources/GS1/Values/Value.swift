// SPDX-License-Identifier: Apache-2.0

// A value is checked in place. Each component is scanned once, up to its maximum length or the
// first byte outside its character set; a separator is in no character set, so the same loop finds
// the end of the value. Only if there is a fault is the value examined again, to find the one to
// report: the order of faults is that of the rules, not that of the bytes.

/// The options that concern values: strictness and the century.
struct ValueRules {
  /// True if values are checked as GS1's reference engine does, its known errors included.
  let strict: Bool
  private let pivot: Int16

  /// The rules for these options.
  @inline(__always)
  init(_ options: Reading.Options) {
    strict = options.strict
    pivot = options.currentYear.map { Int16(clamping: $0) } ?? -1
  }

  /// The year to which two-digit years are relative, or nil for a fixed century.
  var currentYear: Int? { strict || pivot < 0 ? nil : Int(pivot) }
}

extension ApplicationIdentifier {
  /// Checks the value that begins at `start` and returns its end; `end` is that of the message.
  @inline(__always)
  func checkValue(
    _ entry: AIEntry, in data: Span<UInt8>, from start: Int, to end: Int, _ rules: ValueRules
  ) throws(Finding) -> Int {
    let place = try checkComponent(
      entry.component, in: data, from: start, at: start, to: end, rules)
    guard entry.flags.contains(.compound) else { return place }
    return try checkFurtherComponents(in: data, from: start, at: place, to: end, rules)
  }

  /// Checks the components after the first, which ends at `place`, and returns the value's end.
  @inline(never)
  private func checkFurtherComponents(
    in data: Span<UInt8>, from start: Int, at place: Int, to end: Int, _ rules: ValueRules
  ) throws(Finding) -> Int {
    let format = entry.format
    var place = place
    for next in Int(format.first) + 1..<Int(format.first) + Int(format.count) {
      let stop = try checkComponent(
        AIComponent(bits: aiComponents[next]), in: data, from: start, at: place, to: end, rules)
      if stop == place { break }
      place = stop
    }
    return place
  }

  /// Checks the component that begins at `place` of a value at `start`, and returns its end.
  @inline(__always)
  private func checkComponent(
    _ component: AIComponent, in data: Span<UInt8>, from start: Int, at place: Int, to end: Int,
    _ rules: ValueRules
  ) throws(Finding) -> Int {
    guard let stop = component.end(in: data, from: place, to: end) else {
      throw fault(of: component, in: data, from: start, at: place, to: end, rules)
    }
    if component.hasLinters, stop != place {
      try lint(component, in: data, place..<stop, rules)
    }
    return stop
  }

  /// The finding about a component that begins at `place` and cannot be read.
  @inline(never)
  private func fault(
    of component: AIComponent, in data: Span<UInt8>, from start: Int, at place: Int, to end: Int,
    _ rules: ValueRules
  ) -> Finding {
    var valueEnd = data.nextSeparator(from: start, to: end)
    if hasPredefinedLength {
      valueEnd = min(valueEnd, start + Int(entry.format.maximum))
    }
    if valueEnd == start { return Finding(.valueEmpty, self, start..<start) }
    let length = min(valueEnd - place, Int(component.maximum))
    if length < component.minimum { return Finding(.valueLength, self, start..<valueEnd) }
    let range = place..<place + length
    if component.characters == .z, !Linter.isPadded(data, range, rules) {
      return Finding(.padding, self, range)
    }
    let stop = component.run(in: data, from: place, to: end)
    return Finding(.characterSet, self, stop..<stop + 1)
  }

  /// Runs the linters of a component over its bytes.
  @inline(__always)
  private func lint(
    _ component: AIComponent, in data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules
  ) throws(Finding) {
    switch component.linter {
    case .csum:
      if !Linter.hasCheckDigit(data, range) { throw Finding(.checkDigit, self, range) }
    case .yymmd0:
      if !Linter.isDate(data, range, dayMayBeZero: true, rules) {
        throw Finding(.date, self, range)
      }
    default:
      if let code = component.fault(in: data, range, rules) { throw Finding(code, self, range) }
    }
  }
}

extension AIComponent {
  /// The end of the component that begins at `start`, which is `start` if it is optional and
  /// missing; nil if it is too short or has a character that is not allowed.
  @inline(__always)
  func end(in data: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    let stop: Int
    if shape == .fixedDigits {
      stop = start + Int(maximum)
      if stop <= end, data.areDigits(from: start, count: Int(maximum)) { return stop }
      return optional && data.isEnd(start, of: end) ? start : nil
    }
    stop = run(in: data, from: start, to: end)
    if shape == .base64 { return endOfPadding(in: data, from: start, at: stop, to: end) }
    let length = stop - start
    if length == maximum { return stop }
    guard data.isEnd(stop, of: end) else { return nil }
    return length >= minimum || (optional && length == 0) ? stop : nil
  }

  /// The end of the padding at `stop`; nil if the value does not end there.
  @inline(never)
  private func endOfPadding(
    in data: Span<UInt8>, from start: Int, at stop: Int, to end: Int
  ) -> Int? {
    var place = stop
    while place < min(end, start + Int(maximum)), data[place] == 0x3D { place += 1 }
    return place - start == maximum || (place > start && data.isEnd(place, of: end)) ? place : nil
  }

  /// The end of the run of allowed bytes from `start`.
  @inline(__always)
  func run(in data: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let limit = min(end, start + Int(maximum))
    var place = start
    while place < limit, characters.contains(data[place]) { place &+= 1 }
    return place
  }

  /// The fault that the linters find in the bytes of the component, or nil.
  @inline(never)
  fileprivate func fault(
    in data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules
  ) -> Finding.Code? {
    linters.0.fault(data, range, rules) ?? linters.1.fault(data, range, rules)
      ?? linters.2.fault(data, range, rules)
  }
}

extension Span<UInt8> {
  /// True if a value ends at `place`: at the end of the message or at a separator.
  @inline(__always)
  fileprivate func isEnd(_ place: Int, of end: Int) -> Bool {
    place == end || self[place] == .groupSeparator
  }

  /// The place of the first group separator from `start` on, or `end`.
  func nextSeparator(from start: Int, to end: Int) -> Int {
    var place = start
    while place < end, self[place] != .groupSeparator { place += 1 }
    return place
  }

  /// True if the range begins with these bytes at `start`.
  func hasPrefix(_ prefix: StaticString, at start: Int, end: Int) -> Bool {
    guard end - start >= prefix.utf8CodeUnitCount else { return false }
    return prefix.withUTF8Buffer { bytes in
      for place in bytes.indices where self[start + place] != bytes[place] { return false }
      return true
    }
  }
}
