// SPDX-License-Identifier: Apache-2.0

// The other forms in which people and programs write elements.

extension Reading {
  /// The human readable interpretation: `(01) 09506000134352`, one line for each element.
  ///
  /// With `titles`, the data title comes first: `GTIN (01) 09506000134352`. Values are as on the
  /// label. (GS1 General Specifications, section 4.15.)
  public func humanReadable(of data: Span<UInt8>, titles: Bool = false) -> [String] {
    var lines: [String] = []
    for element in elements {
      let title = titles && !element.ai.title.isEmpty ? element.ai.title + " " : ""
      lines.append("\(title)\(element.ai) \(element.value(of: data))")
    }
    return lines
  }

  /// All elements with their AIs in parentheses, `(01)09506000134352(10)A`, as barcode generators
  /// accept them; an opening parenthesis in a value has a backslash before it.
  public func bracketed(of data: Span<UInt8>) -> String {
    var text: [UInt8] = []
    for element in elements {
      text.append(.openingParenthesis)
      element.ai.appendCode(to: &text)
      text.append(.closingParenthesis)
      var value = ValueBytes(element)
      while let byte = value.next(in: data) {
        if byte == .openingParenthesis { text.append(UInt8(ascii: "\\")) }
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The elements as one message without symbology identifier, with the byte 0x1D only where a
  /// separator is needed (section 7.8).
  public func elementString(of data: Span<UInt8>) -> [UInt8] {
    var message: [UInt8] = []
    var needsSeparator = false
    for element in elements {
      if needsSeparator { message.append(.groupSeparator) }
      message += element.ai.code.utf8
      element.appendValue(of: data, to: &message)
      needsSeparator = !element.ai.hasPredefinedLength
    }
    return message
  }
}
