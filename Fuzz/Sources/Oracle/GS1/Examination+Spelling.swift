// SPDX-License-Identifier: Apache-2.0

import GS1

// The elements spell the data: nothing is read twice, left out or made up.

extension Examination {
  /// Examines that the elements spell the data.
  func examineSpelling(_ label: Label) throws(Violation) {
    try examineCursor(label)
    guard label.reading.isValid, !label.options.strict else { return }
    switch label.reading.kind {
    case .elementString: try examineElementString(label)
    case .gtin: try examineGTIN(label, isAlone: true)
    case .digitalLink, .text: break
    }
  }

  private func examineCursor(_ label: Label) throws(Violation) {
    var cursor = ElementReader(label.start..<label.data.count, options: label.options)
    var elements: [Element] = []
    var place = -1
    var isOver = false
    while !isOver {
      try require(.cursorReadsTheSame, cursor.position > place, label)
      place = cursor.position
      do {
        guard let element = try cursor.next(in: label.data.span) else {
          isOver = true
          continue
        }
        elements.append(element)
      } catch {
        let end = error.offset + error.length
        try require(.rangesInside, end <= label.data.count, label)
      }
    }
    try require(.cursorReadsTheSame, cursor.position == label.data.count, label)
    guard label.isValid(.elementString), !label.isOfEAN, label.reading.notes.isEmptyButForSuspicion
    else { return }
    try require(.cursorReadsTheSame, elements.elementsEqual(label.reading.elements), label)
  }

  private func examineElementString(_ label: Label) throws(Violation) {
    var start = label.start
    var fields = label.fields
    if label.isOfEAN {
      try examineGTIN(label, isAlone: false)
      start = label.startOfComposite
      fields.removeFirst()
    }
    var plain = label.withoutNotedBytes(from: start)
    var spelt = Array(Forms.elementString(fields).dropFirst(3))
    if label.reading.notes.contains(where: { $0.code == .brackets }) {
      // Separators between such elements have no meaning and are not noted.
      plain.removeAll { $0 == 0x1D }
      spelt = Forms.bracketed(fields)
    } else if label.reading.notes.omitted > 0 {
      // Some of the bytes to leave out are not known: compare without any of that kind.
      plain.removeAll { $0 == 0x1D || $0 == 0x0D || $0 == 0x0A }
      spelt.removeAll { $0 == 0x1D }
    } else if label.hasOneSeparatorBeforeTheNoted {
      spelt.append(0x1D)
    }
    try require(.elementsSpellTheData, plain == spelt, label)
  }

  private func examineGTIN(_ label: Label, isAlone: Bool) throws(Violation) {
    let elements = label.reading.elements
    guard let element = elements.first, !isAlone || elements.count == 1 else {
      return try require(.gtinHasItsDigits, false, label)
    }
    let value = label.fields[0].value
    let digits = label.data[element.range]
    let isWhole =
      element.ai == .gtin && value.count == 14
      && value.allSatisfy { 0x30...0x39 ~= $0 } && value.hasCheckDigit
    try require(.gtinHasItsDigits, isWhole, label)
    let hasDigits =
      switch element.form {
      case .verbatim: value.elementsEqual(digits)
      case .zeroPadded(let zeros):
        value.dropFirst(zeros).elementsEqual(digits)
          && value.prefix(zeros).allSatisfy { $0 == 0x30 }
      case .zeroSuppressed: value == Array(digits).withZerosOfUPCE
      case .percentEncoded: false
      }
    try require(.gtinHasItsDigits, hasDigits, label)
  }
}

extension Label {
  /// True if the data are those of an EAN/UPC symbol.
  var isOfEAN: Bool { isIdentified(as: "]E0", "]E3", "]E4") }

  /// The start of the data of the composite component: after digits, a bar and an identifier.
  fileprivate var startOfComposite: Int {
    let end = data[3...].firstIndex { !(0x30...0x39 ~= $0) } ?? data.count
    return end + (end < data.count && data[end] == 0x7C ? 4 : 3)
  }

  /// The data from a place on, without the bytes that notes name as superfluous.
  fileprivate func withoutNotedBytes(from start: Int) -> [UInt8] {
    var isNoted = [Bool](repeating: false, count: data.count)
    for note in reading.notes where note.isAboutSuperfluousBytes {
      for place in note.range { isNoted[place] = true }
    }
    return (start..<data.count).filter { !isNoted[$0] }.map { data[$0] }
  }

  /// True if the last value has the separator that it may have, and only further ones are noted.
  fileprivate var hasOneSeparatorBeforeTheNoted: Bool {
    guard let last = reading.elements.last, !last.ai.hasPredefinedLength,
      let note = reading.notes.first(where: { $0.code == .trailingSeparator })
    else { return false }
    return note.offset == last.range.upperBound + 1
  }
}

extension Finding {
  fileprivate var isAboutSuperfluousBytes: Bool {
    switch code {
    case .leadingSeparator, .doubledSeparator, .trailingSeparator, .separatorAfterFixed, .lineEnd:
      true
    default: false
    }
  }
}

extension [UInt8] {
  /// True if the digits have a valid check digit: from the right, weights 1, 3, 1, 3 …
  fileprivate var hasCheckDigit: Bool {
    let sum = reversed().enumerated().reduce(0) { sum, next in
      sum + Int(next.element - 0x30) * (next.offset.isMultiple(of: 2) ? 1 : 3)
    }
    return sum.isMultiple(of: 10)
  }

  /// The GTIN-14 of the eight digits of a UPC-E symbol: the last but one shows where its zeros are
  /// (GS1 General Specifications, section 5.2.2.4.2).
  fileprivate var withZerosOfUPCE: [UInt8] {
    guard count == 8 else { return [] }
    let zeros = [UInt8](repeating: 0x30, count: 5)
    let body =
      switch self[6] {
      case ...0x32: self[1...2] + [self[6]] + zeros.prefix(4) + self[3...5]
      case 0x33: self[1...3] + zeros + self[4...5]
      case 0x34: self[1...4] + zeros + [self[5]]
      default: self[1...5] + zeros.prefix(4) + [self[6]]
      }
    return [0x30, 0x30, self[0]] + body + [self[7]]
  }
}
