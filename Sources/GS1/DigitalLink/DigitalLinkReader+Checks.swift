// SPDX-License-Identifier: Apache-2.0

extension DigitalLinkReader {
  /// Checks that each AI is allowed where it stands.
  mutating func checkPlaces(_ reading: inout Reading) {
    if isPathWhole, pathCount > 1, !isSequence(reading.elements, with: nil) {
      let first = reading.elements[1].range.lowerBound
      let last = reading.elements[pathCount - 1].range.upperBound
      reading.reasons.append(Finding(.uriPathSequence, reading.elements[0].ai, first..<last))
    }
    for position in 0..<reading.elements.endIndex where reading.elements.repeats(at: position) {
      let element = reading.elements[position]
      reading.reasons.append(Finding(.uriDuplicate, element.ai, element.range))
    }
    checkAttributes(&reading)
  }

  /// Checks the AIs of the query, in ascending order.
  private func checkAttributes(_ reading: inout Reading) {
    var last: ApplicationIdentifier?
    while let element = nextAttribute(after: last, reading.elements) {
      if !element.ai.isAttribute {
        reading.reasons.append(Finding(.uriAttribute, element.ai, element.range))
      } else if isSequence(reading.elements, with: element.ai) {
        reading.reasons.append(Finding(.uriPathAttribute, element.ai, element.range))
      }
      last = element.ai
    }
  }

  /// The element of the query with the smallest AI above the last one; nil if there is none.
  private func nextAttribute(
    after last: ApplicationIdentifier?, _ elements: borrowing ElementList
  ) -> Element? {
    var next: Element?
    for position in pathCount..<max(pathCount, elements.endIndex) {
      let ai = elements[position].ai
      if let last, ai <= last { continue }
      if let next, ai >= next.ai { continue }
      next = elements[position]
    }
    return next
  }

  /// True if the qualifiers of the path, and `extra` if given, are one of the key's sequences.
  private func isSequence(
    _ elements: borrowing ElementList, with extra: ApplicationIdentifier?
  ) -> Bool {
    guard isPathWhole else { return false }
    let key = elements[0].ai.index
    for row in keySequences.indices where keySequences[row].key == key {
      if isSubset(elements, of: keySequences[row], with: extra?.index) { return true }
    }
    return false
  }

  private func isSubset(
    _ elements: borrowing ElementList, of row: KeySequence, with extra: UInt16?
  ) -> Bool {
    var position = 1
    var isExtraMet = extra == nil
    for place in row.qualifiers.indices {
      let qualifier = row.qualifiers[place]
      if position < pathCount, elements[position].ai.index == qualifier {
        position += 1
      } else if qualifier == extra {
        isExtraMet = true
      }
    }
    return position == pathCount && isExtraMet
  }

  /// Checks the values and keeps the elements with a valid value.
  mutating func checkValues(_ data: Span<UInt8>, _ reading: inout Reading) {
    let candidates = reading.elements
    reading.elements.removeAll()
    for position in 0..<candidates.count {
      let element = candidates[position]
      presence.insert(element.ai)
      if let code = valueFault(element, data) {
        reading.reasons.append(Finding(code, element.ai, element.range))
      } else {
        reading.elements.append(element)
      }
    }
  }

  /// The fault of a value, or nil.
  private func valueFault(_ element: Element, _ data: Span<UInt8>) -> Finding.Code? {
    if isLiteral {
      return fault(of: element.ai, in: data, element.range)
    }
    var value = InlineArray<90, UInt8>(repeating: 0)
    var bytes = ValueBytes(element)
    var count = 0
    while let byte = bytes.next(in: data) {
      // A separator has no meaning here; any control character is as wrong as another.
      value[count] = byte == .groupSeparator ? 0x1C : byte
      count += 1
    }
    return fault(of: element.ai, in: value.span, 0..<count)
  }

  private func fault(
    of ai: ApplicationIdentifier, in data: Span<UInt8>, _ range: Range<Int>
  ) -> Finding.Code? {
    do {
      let end = try ai.checkValue(
        ai.entry, in: data, from: range.lowerBound, to: range.upperBound, rules)
      return end == range.upperBound ? nil : .valueTooLong
    } catch {
      return error.code
    }
  }
}

extension ElementList {
  /// True if an element before this position has the same AI.
  fileprivate func repeats(at position: Int) -> Bool {
    for other in 0..<position where self[other].ai == self[position].ai { return true }
    return false
  }
}
