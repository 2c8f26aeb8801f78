// SPDX-License-Identifier: Apache-2.0

import GS1

/// Scan data, the options for them, and their reading.
struct Label {
  let data: [UInt8]
  let options: Reading.Options
  let reading: Reading

  init(_ data: [UInt8], _ options: Reading.Options) {
    self.init(data, options, GS1.Reading.of(data.span, options: options))
  }

  /// Data that were read elsewhere.
  init(_ data: [UInt8], _ options: Reading.Options, _ reading: Reading) {
    self.data = data
    self.options = options
    self.reading = reading
  }

  /// The same data read with other options.
  func with(_ change: (inout Reading.Options) -> Void) -> Label {
    var options = options
    change(&options)
    return options == self.options ? self : Label(data, options)
  }

  /// The elements without their places.
  var fields: [Field] {
    reading.elements.map { element in
      var value: [UInt8] = []
      element.appendValue(of: data.span, to: &value)
      return Field(ai: element.ai, value: value)
    }
  }

  /// The start of the data after the symbology identifier.
  var start: Int { reading.symbology == nil ? 0 : 3 }

  /// The year to which two-digit years are relative.
  var currentYear: Int? { options.strict ? nil : options.currentYear }

  /// True if it is valid and of this kind.
  func isValid(_ kind: Reading.Kind) -> Bool { reading.isValid && reading.kind == kind }

  /// True if the symbology identifier is one of these.
  func isIdentified(as texts: String...) -> Bool {
    guard let symbology = reading.symbology else { return false }
    return texts.contains(symbology.text)
  }
}

/// An AI and its value.
struct Field: Equatable {
  let ai: ApplicationIdentifier
  let value: [UInt8]
}

extension Finding {
  /// The bytes it covers.
  var range: Range<Int> { offset..<offset + length }

  /// True if it is about the message as a set of elements.
  var isOfMessage: Bool {
    switch code {
    case .excludedPair, .requisite, .repeat, .signatureSerial: true
    default: false
    }
  }
}

extension Label: CustomStringConvertible {
  /// The data in the form of the corpus, the options, and the reading.
  var description: String {
    let elements = fields.map { "\($0.ai)\(Corpus.line(of: $0.value))" }.joined()
    return """
      \(Corpus.line(of: data))
        \(options)
        \(reading.kind) \(elements) reasons \(spell(reading.reasons)) notes \(spell(reading.notes))
      """
  }

  private func spell(_ findings: FindingList) -> [String] {
    findings.map { "\($0.code.name)\($0.ai.map(\.description) ?? "")@\($0.offset)+\($0.length)" }
  }
}
