// SPDX-License-Identifier: Apache-2.0

import GS1

// The relations of a single reading.

extension Examination {
  /// Examines the reasons and notes.
  func examineFindings(_ label: Label) throws(Violation) {
    try examineOrder(label)
    for findings in [label.reading.reasons, label.reading.notes] {
      try require(
        .findingsInOrder, findings.omitted == 0 || findings.count == FindingList.limit, label)
      for finding in findings {
        let isInside =
          finding.offset <= label.data.count
          && finding.length <= label.data.count - finding.offset
        try require(.rangesInside, isInside, label)
        try require(.sentences, finding.text(of: label.data.span).isSentence, label)
      }
    }
    guard label.reading.kind == .text else { return }
    let allowed: Set<Finding.Code> =
      label.options.strict
      ? [.messageTooLong, .symbologyMissing, .symbologyUnknown, .uriScheme] : [.messageTooLong]
    try require(
      .textHasNoElements,
      label.reading.elements.isEmpty
        && label.reading.reasons.allSatisfy { allowed.contains($0.code) },
      label)
  }

  /// In element strings, the faults of parts come in their order, then the faults of the message.
  private func examineOrder(_ label: Label) throws(Violation) {
    guard label.reading.kind == .elementString else { return }
    var last = 0
    for reason in label.reading.reasons {
      let offset = reason.isOfMessage ? Int.max : reason.offset
      try require(.findingsInOrder, offset >= last, label)
      last = offset
    }
  }

  /// Examines each element.
  func examineElements(_ label: Label) throws(Violation) {
    var end = label.start
    for element in label.reading.elements {
      let range = element.range
      let isFirstGTIN = end == label.start && label.isBareGTIN
      try require(.rangesInside, end < range.lowerBound || isFirstGTIN, label)
      try require(.rangesInside, !range.isEmpty && range.upperBound <= label.data.count, label)
      end = range.upperBound
      try examineValue(element, label)
    }
    // One element for each input is enough: fuzzing is faster, and other inputs cover the others.
    let fields = label.fields
    if !fields.isEmpty {
      let field = fields[label.data.count % fields.count]
      let alone = Label(Forms.elementString([field]), label.options).with { $0.pairing = false }
      let isSame = alone.isValid(.elementString) && alone.fields == [field]
      try require(.elementAlone, isSame && alone.reading.notes.isEmptyButForSuspicion, label, alone)
    }
  }
}

extension Label {
  /// True if it is the bare number of a symbol, without an AI.
  fileprivate var isBareGTIN: Bool {
    switch reading.elements.first?.form {
    case .zeroPadded, .zeroSuppressed: true
    default: reading.kind == .gtin
    }
  }
}

extension FindingList {
  /// True if the only notes are about a separator that may have been lost.
  var isEmptyButForSuspicion: Bool { allSatisfy { $0.code == .suspectSeparator } }
}

extension String {
  /// True if it has no character of C0 or C1 and no DEL.
  var hasNoControlCharacter: Bool {
    var last: UInt8 = 0
    for byte in utf8 {
      // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
      if byte < 0x20 || byte == 0x7F || (last == 0xC2 && byte < 0xA0) { return false }
      last = byte
    }
    return true
  }

  /// True if it begins with a capital, a parenthesis or a quote, ends with a full stop, and has no
  /// control character.
  fileprivate var isSentence: Bool {
    guard let first = utf8.first, utf8.last == 0x2E, utf8.count < 1000 else { return false }
    return (0x41...0x5A ~= first || first == 0x28 || first == 0x22)
      && hasNoControlCharacter
  }
}
