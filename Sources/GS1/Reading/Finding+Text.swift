// SPDX-License-Identifier: Apache-2.0

extension Finding {
  /// A sentence for people, in English, and in ASCII except for titles; `data` are the scan data.
  ///
  /// Control characters in the data that it quotes are shown in hexadecimal.
  public func text(of data: Span<UInt8>) -> String {
    messageText(data) ?? elementText(data) ?? linkText(data) ?? noteText(data)
      ?? valueText(data)
  }

  /// The AI in parentheses, and its title if it has one.
  var subject: String {
    guard let ai else { return "The data" }
    return ai.title.isEmpty ? ai.description : "\(ai) \(ai.title)"
  }

  /// The first of the bytes that it covers, in quotes.
  func quote(_ data: Span<UInt8>) -> String {
    var text = "\""
    for place in range.prefix(24) where place < data.count { text += data[place].visible }
    return text + (length > 24 ? "...\"" : "\"")
  }

  private func messageText(_ data: Span<UInt8>) -> String? {
    switch code {
    case .symbologyMissing: "There is no symbology identifier."
    case .symbologyUnknown: "No GS1 symbol has the symbology identifier \(quote(data))."
    case .messageTooLong: "\(length) bytes are more than any GS1 symbol holds."
    case .messageEmpty: "There are no data."
    case .caret: "A caret is not allowed in GS1 data."
    case .eanLength: "EAN/UPC symbols have 8, 12 or 13 digits, not \(quote(data))."
    case .eanDigits: "EAN/UPC symbols hold digits only, not \(quote(data))."
    case .excludedPair:
      "\(subject) and \(ApplicationIdentifier(index: detail)) exclude each other."
    case .requisite: "\(subject) requires \(requisite)."
    case .repeat: "\(subject) occurs twice with different values."
    case .signatureSerial: "A digital signature requires that \(subject) has a serial component."
    default: nil
    }
  }

  private func elementText(_ data: Span<UInt8>) -> String? {
    switch code {
    case .unknownAI: "No application identifier begins with \(quote(data))."
    case .valueEmpty: "\(subject) has no value."
    case .valueLength: "\(subject) is too short: \(quote(data)) (\(lengths))."
    case .valueTooLong:
      "\(subject) is too long: \(quote(data)) (\(lengths)); a separator may be missing."
    case .tooMany: "There are more than \(ElementList.limit) elements."
    case .characterSet: "\(subject) cannot contain \(quote(data))."
    default: nil
    }
  }

  private func linkText(_ data: Span<UInt8>) -> String? {
    switch code {
    case .uriCharacter: "A URI cannot contain \(quote(data))."
    case .uriScheme: "A Digital Link URI begins with http:// or https://."
    case .uriDomain: "The URI has no valid host."
    case .uriNoKey: "The path of the URI does not end with a primary key and its qualifiers."
    case .uriNul: "\(subject) holds an escaped zero byte."
    case .uriEscape: "\(subject) holds a percent sign without two hexadecimal digits."
    case .uriPathSequence: "The qualifiers of \(subject) are not its own or not in their order."
    case .uriDuplicate: "\(subject) occurs in the URI twice."
    case .uriAttribute: "\(subject) is not allowed in the query of a URI."
    case .uriPathAttribute: "\(subject) belongs in the path of the URI, not in its query."
    default: nil
    }
  }

  private func noteText(_ data: Span<UInt8>) -> String? {
    switch code {
    case .leadingSeparator: "There is a separator before the first element."
    case .doubledSeparator: "There is more than one separator between two elements."
    case .trailingSeparator: "There is a separator after the last element."
    case .separatorAfterFixed: "A separator follows \(subject), which needs none."
    case .brackets: "The AIs are in parentheses, which are not part of the symbol."
    case .lineEnd: "There is a line end after the data."
    case .maybeGTIN8: "Eight digits may be a GTIN-8; only a symbology identifier could show it."
    case .notDigitalLink: "The web address has no GS1 key, so it is no GS1 Digital Link URI."
    case .suspectSeparator:
      "\(subject) may have lost the separator behind it and end earlier: \(hiddenReading(data))."
    case .restrictedCirculation: "\(quote(data)) is a number for use within a company or region."
    case .addOn: "The add-on symbol \(quote(data)) is not part of the GTIN."
    case .uriNameAlone: "\(subject) is in the query of the URI without a value."
    case .uriTrailingSlash: "There is a slash after the last value of the path."
    default: nil
    }
  }

  /// The elements that the covered bytes would be by themselves.
  private func hiddenReading(_ data: Span<UInt8>) -> String {
    var reader = ElementReader(range)
    var texts: [String] = []
    while let element = try? reader.next(in: data) {
      texts.append("\(element.ai)\(Finding(code, element.ai, element.range).quote(data))")
    }
    return texts.joined(separator: " ")
  }

  /// The allowed lengths of the value.
  private var lengths: String {
    guard let ai else { return "" }
    let format = ai.entry.format
    return format.minimum == format.maximum
      ? "\(format.minimum) characters" : "\(format.minimum) to \(format.maximum) characters"
  }

  /// The AIs that the AI requires: `(01), (02) or (10) with (21)`.
  private var requisite: String {
    guard let rule = ai?.rule else { return "" }
    let requisite = detail == 0 ? rule.first : rule.second
    var choices = requisite.anyOf.texts
    for group in Int(requisite.groups)..<Int(requisite.groups) + Int(requisite.count) {
      choices.append(requisiteGroups[group].texts.joined(separator: " with "))
    }
    let last = choices.removeLast()
    return choices.isEmpty ? last : choices.joined(separator: ", ") + " or " + last
  }
}

extension NameSet {
  /// Its names in parentheses.
  fileprivate var texts: [String] {
    associationNames.indices.filter { contains(NameSet(1 << UInt64($0))) }
      .map { "(\(associationNames[$0]))" }
  }
}

extension UInt8 {
  /// The byte as itself if it is printable ASCII, else in hexadecimal: `\x1D`.
  fileprivate var visible: String {
    if 0x20...0x7E ~= self { return String(UnicodeScalar(self)) }
    let digits = String(self, radix: 16, uppercase: true)
    return "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
  }
}

extension Finding {
  /// The sentence about a value that a linter rejected.
  func valueText(_ data: Span<UInt8>) -> String {
    "\(subject) \(complaint(data)): \(quote(data))."
  }

  private func complaint(_ data: Span<UInt8>) -> String {
    switch code {
    case .checkDigit: checkDigitComplaint(data)
    case .checkCharacters: "has a wrong pair of check characters"
    case .companyPrefix: "does not begin with a GS1 Company Prefix"
    case .noLetter: "consists of digits only"
    case .padding: "is not padded as base64 is"
    case .date: "has no valid date"
    case .time: "has no valid time"
    default: listComplaint
    }
  }

  private var listComplaint: String {
    switch code {
    case .country: "has no numeric country code of ISO 3166"
    case .countryOr999: "has no numeric country code of ISO 3166, nor 999"
    case .countryLetters: "has no two-letter country code of ISO 3166"
    case .currency: "has no numeric currency code of ISO 4217"
    case .packageType: "has no package type code"
    case .mediaType: "has no AIDC media type"
    case .sex: "has no code of ISO/IEC 5218 (0, 1, 2 or 9)"
    case .winding: "has no winding direction (0, 1 or 9)"
    case .yesNo: "is neither 0 nor 1"
    case .importerIndex: "has no importer index"
    default: structureComplaint
    }
  }

  private var structureComplaint: String {
    switch code {
    case .zero: "has something other than zero where only zero is allowed"
    case .nonZero: "is zero, which is not allowed"
    case .zeroPrefix: "begins with a zero"
    case .hyphen: "has something other than a minus sign where only a minus sign is allowed"
    case .latitude: "has no latitude"
    case .longitude: "has no longitude"
    case .pieceOfTotal: "does not count a piece of a total"
    case .positionInSequence: "is no position in a sequence, such as 1/2"
    case .percentEncoding: "has a percent sign without two hexadecimal digits"
    case .iban: "is no International Bank Account Number"
    case .coupon, .couponOffer: "does not have the structure of a coupon"
    default: "is wrong"
    }
  }

  private func checkDigitComplaint(_ data: Span<UInt8>) -> String {
    // Eight digits may be those of a UPC-E symbol, whose check digit is computed in another way.
    guard range.upperBound <= data.count, length > 8 else { return "has a wrong check digit" }
    let digits = String(decoding: range.map { data[$0] }, as: UTF8.self)
    guard let right = checkDigit(for: digits.dropLast()), let last = digits.last else {
      return "has a wrong check digit"
    }
    return "has check digit \(last) where \(right) would be right"
  }
}
