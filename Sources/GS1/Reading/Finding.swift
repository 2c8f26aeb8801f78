// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong or remarkable in scan data, and its place.
///
/// A value of fixed size without text; `text(of:)` makes a sentence of it.
public struct Finding: Sendable, Error, Equatable {
  private let start: UInt16
  private let size: UInt16
  /// One more than the index of the AI, or zero.
  private let aiNumber: UInt16
  /// A second place or AI for the sentence; its meaning depends on the code.
  let detail: UInt16
  /// The code, which is stable.
  public let code: Code
  /// Padding, so that a list of findings can be cleared as one block.
  private let filler: UInt8 = 0

  /// A finding about a range of the data, cut to 65535 bytes.
  init(_ code: Code, _ ai: ApplicationIdentifier?, _ range: Range<Int>, detail: Int = 0) {
    self.code = code
    self.start = UInt16(truncatingIfNeeded: min(range.lowerBound, Int(UInt16.max)))
    self.size = UInt16(truncatingIfNeeded: min(range.count, Int(UInt16.max)))
    self.aiNumber = ai.map { $0.index + 1 } ?? 0
    self.detail = UInt16(truncatingIfNeeded: detail)
  }

  /// A finding of zero bytes, which fills lists.
  @inline(__always)
  init() {
    code = .symbologyMissing
    start = 0
    size = 0
    aiNumber = 0
    detail = 0
  }

  /// The AI that it is about, if there is one.
  public var ai: ApplicationIdentifier? {
    aiNumber == 0 ? nil : ApplicationIdentifier(index: aiNumber - 1)
  }

  /// The offset of its first byte in the scan data.
  public var offset: Int { Int(start) }

  /// The number of bytes that it covers; 0 if something is missing.
  public var length: Int { Int(size) }

  /// The bytes it covers.
  var range: Range<Int> { offset..<offset + length }
}

extension Finding {
  /// The code of a finding. The codes of GS1's linter routines have the names of the routines.
  public enum Code: String, Sendable, CaseIterable {
    // The message as a whole.

    /// No symbology identifier (only when strict).
    case symbologyMissing = "symbology-missing"
    /// A symbology identifier that no GS1 carrier has (only when strict).
    case symbologyUnknown = "symbology-unknown"
    /// Longer than any GS1 message: 8190 bytes, or 8191 of a bare URI.
    case messageTooLong = "message-too-long"
    /// A GS1 carrier with no data.
    case messageEmpty = "message-empty"
    /// A `^`, which stands for FNC1 in other tools (only when strict).
    case caret
    /// Not the number of digits that EAN/UPC symbols have.
    case eanLength = "ean-length"
    /// A character that is not a digit in an EAN/UPC symbol.
    case eanDigits = "ean-digits"

    // Splitting.

    /// No AI where one should begin.
    case unknownAI = "ai-unknown"
    /// An AI without a value.
    case valueEmpty = "value-empty"
    /// A value, or a component of one, that is too short.
    case valueLength = "value-length"
    /// More data before the next separator than the value can hold.
    case valueTooLong = "value-too-long"
    /// More than 64 elements.
    case tooMany = "too-many"
    /// A character that is not allowed in the value.
    case characterSet = "charset"

    // Values.

    /// Wrong check digit (csum).
    case checkDigit = "check-digit"
    /// Wrong pair of check characters (csumalpha).
    case checkCharacters = "check-characters"
    /// No company prefix at the start of the key (gcppos1, gcppos2).
    case companyPrefix = "gcppos"
    /// Nothing but digits (hasnondigit).
    case noLetter = "hasnondigit"
    /// Wrong base64 padding.
    case padding
    /// No such date (yymmd0, yymmdd, yyyymmdd).
    case date
    /// No such time (hhmi, hh, mi, ss).
    case time
    /// No numeric country code.
    case country = "iso3166"
    /// No numeric country code and not 999.
    case countryOr999 = "iso3166999"
    /// No two-letter country code.
    case countryLetters = "iso3166alpha2"
    /// No numeric currency code.
    case currency = "iso4217"
    /// No package type code.
    case packageType = "packagetype"
    /// No AIDC media type.
    case mediaType = "mediatype"
    /// No code of ISO/IEC 5218 for a human sex.
    case sex = "iso5218"
    /// No winding direction.
    case winding
    /// Neither 0 nor 1.
    case yesNo = "yesno"
    /// No importer index.
    case importerIndex = "importeridx"
    /// A number other than zero where only zero is allowed.
    case zero
    /// Zero, which is not allowed.
    case nonZero = "nonzero"
    /// A leading zero, which is not allowed.
    case zeroPrefix = "nozeroprefix"
    /// Not a minus sign.
    case hyphen
    /// More than 180 degrees of latitude.
    case latitude
    /// More than 360 degrees of longitude.
    case longitude
    /// No piece of a total.
    case pieceOfTotal = "pieceoftotal"
    /// No position in a sequence such as 1/2.
    case positionInSequence = "posinseqslash"
    /// A percent sign without two hexadecimal digits.
    case percentEncoding = "pcenc"
    /// No International Bank Account Number.
    case iban
    /// A value without the structure of a North American coupon code.
    case coupon = "couponcode"
    /// A value without the structure of a North American positive offer file coupon.
    case couponOffer = "couponposoffer"

    // The message as a set of elements.

    /// Two AIs that exclude each other.
    case excludedPair = "excluded-pair"
    /// An AI without the one it requires.
    case requisite
    /// An AI twice, with different values.
    case `repeat`
    /// A digital signature over a key without its serial component.
    case signatureSerial = "digsig-serial"

    // Digital Link URIs.

    /// A byte that is not allowed in a URI.
    case uriCharacter = "uri-charset"
    /// Not http or https.
    case uriScheme = "uri-scheme"
    /// No host, or one with characters that hosts do not have.
    case uriDomain = "uri-domain"
    /// No primary key at the end of the path.
    case uriNoKey = "uri-no-key"
    /// An escaped zero byte.
    case uriNul = "uri-nul"
    /// A percent sign without two hexadecimal digits in the URI (not when strict).
    case uriEscape = "uri-escape"
    /// Qualifiers that do not belong to the key, or in the wrong order.
    case uriPathSequence = "uri-path-sequence"
    /// An AI twice in one URI.
    case uriDuplicate = "uri-duplicate"
    /// An AI that is not allowed in the query.
    case uriAttribute = "uri-attribute"
    /// An AI in the query that belongs in the path.
    case uriPathAttribute = "uri-path-attribute"

    // Notes: remarkable but not wrong.

    /// A separator before the first element.
    case leadingSeparator = "gs-leading"
    /// More than one separator between two elements.
    case doubledSeparator = "gs-doubled"
    /// A separator after the last element.
    case trailingSeparator = "gs-trailing"
    /// A separator after a value of predefined length.
    case separatorAfterFixed = "gs-after-fixed"
    /// AIs in parentheses, as a scanner can be set to send them.
    case brackets
    /// Carriage return or line feed left at the end.
    case lineEnd = "cr-lf"
    /// Eight digits that could be a GTIN-8 or a UPC-E symbol.
    case maybeGTIN8 = "may-be-gtin-8"
    /// A web address without a GS1 key, which is no GS1 Digital Link URI.
    case notDigitalLink = "not-a-digital-link"
    /// A value that may hide a further element, because its separator may have been lost.
    case suspectSeparator = "separator-suspect"
    /// A number for use within a company or region; it identifies nothing elsewhere.
    case restrictedCirculation = "restricted-circulation"
    /// An add-on symbol whose digits are not part of the GTIN.
    case addOn = "add-on"
    /// An AI without a value in the query of a URI.
    case uriNameAlone = "uri-name-alone"
    /// A slash after the last value of a URI's path.
    case uriTrailingSlash = "uri-trailing-slash"

    /// The stable name that records and programs use.
    public var name: String { rawValue }
  }
}
