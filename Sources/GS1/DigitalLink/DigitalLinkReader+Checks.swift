// SPDX-License-Identifier: Apache-2.0

extension DigitalLinkReader {
  /// Checks that the AIs stand where they may.
  mutating func checkPlaces(_ reading: inout Reading) {
    if isPathWhole, pathCount > 1, !isSequence(reading.elements, with: nil) {
      let first = reading.elements[1].range.lowerBound
      let last = reading.elements[pathCount - 1].range.upperBound
      reading.reasons.append(
        Finding(.uriPathSequence, reading.elements[0].ai, first..<last))
    }
    for position in reading.elements.indices {
      let element = reading.elements[position]
      if reading.elements[..<position].contains(where: { $0.ai == element.ai }) {
        reading.reasons.append(Finding(.uriDuplicate, element.ai, element.range))
      }
    }
    checkAttributes(&reading)
  }

  /// Checks the AIs of the query, in ascending order.
  private func checkAttributes(_ reading: inout Reading) {
    var last: ApplicationIdentifier?
    while let element = nextAttribute(after: last, reading.elements) {
      if !element.ai.entry.flags.contains(.attribute) {
        reading.reasons.append(Finding(.uriAttribute, element.ai, element.range))
      } else if isSequence(reading.elements, with: element.ai) {
        reading.reasons.append(Finding(.uriPathAttribute, element.ai, element.range))
      }
      last = element.ai
    }
  }

  /// The element of the query with the smallest AI above the last one; nil when there is none.
  private func nextAttribute(
    after last: ApplicationIdentifier?, _ elements: ElementList
  ) -> Element? {
    var next: Element?
    for position in pathCount..<max(pathCount, elements.count) {
      let ai = elements[position].ai
      if let last, ai <= last { continue }
      if let next, ai >= next.ai { continue }
      next = elements[position]
    }
    return next
  }

  /// Whether the qualifiers of the path, with one more where it fits, are a sequence of the key.
  private func isSequence(_ elements: ElementList, with extra: ApplicationIdentifier?) -> Bool {
    guard isPathWhole else { return false }
    for row in keySequences.indices
    where keySequences[row].key == elements[0].ai.index
      && isSubset(elements, of: keySequences[row], with: extra?.index)
    {
      return true
    }
    return false
  }

  private func isSubset(_ elements: ElementList, of row: KeySequence, with extra: UInt16?) -> Bool {
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

  /// Checks the values and keeps the elements whose value is good.
  mutating func checkValues(_ data: Span<UInt8>, _ reading: inout Reading) {
    let candidates = reading.elements
    reading.elements.removeAll()
    for element in candidates {
      presence.insert(element.ai)
      if let code = valueFault(element, data) {
        reading.reasons.append(Finding(code, element.ai, element.range))
      } else {
        reading.elements.append(element)
      }
    }
  }

  /// What is wrong with a decoded value; nil when nothing is.
  private func valueFault(_ element: Element, _ data: Span<UInt8>) -> Finding.Code? {
    var value = InlineArray<90, UInt8>(repeating: 0)
    var bytes = ValueBytes(element)
    var count = 0
    while let byte = bytes.next(in: data) {
      // A separator has no meaning here; any control character is as wrong as another.
      value[count] = byte == .groupSeparator ? 0x1C : byte
      count += 1
    }
    do {
      let end = try element.ai.checkValue(
        element.ai.entry, in: value.span, from: 0, to: count, rules)
      return end == count ? nil : .valueTooLong
    } catch {
      return error.code
    }
  }
}
