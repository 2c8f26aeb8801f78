// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with scan data, or remarkable about them, and where it stands.
///
/// Its size is fixed and it holds no text; a sentence is made on demand by `text(of:)`.
public struct Finding: Sendable, Error, Equatable {
  private let start: UInt16
  private let size: UInt16
  /// One more than the index of the AI, or zero.
  private let aiNumber: UInt16
  /// A second place or AI that the sentence needs: its meaning depends on the code.
  let detail: UInt16
  /// What was found; stable, for programs.
  public let code: Code
  /// Leaves no hole, so that a list of findings is cleared at one go.
  private let filler: UInt8 = 0

  /// A finding about a range of the data, cut to 65535 bytes.
  init(_ code: Code, _ ai: ApplicationIdentifier?, _ range: Range<Int>, detail: Int = 0) {
    self.code = code
    self.start = UInt16(truncatingIfNeeded: min(range.lowerBound, Int(UInt16.max)))
    self.size = UInt16(truncatingIfNeeded: min(range.count, Int(UInt16.max)))
    self.aiNumber = ai.map { $0.index + 1 } ?? 0
    self.detail = UInt16(truncatingIfNeeded: detail)
  }

  /// The finding whose bytes are all zero, which lists are filled with.
  @inline(__always)
  init() {
    code = .symbologyMissing
    start = 0
    size = 0
    aiNumber = 0
    detail = 0
  }

  /// The AI concerned, where there is one.
  public var ai: ApplicationIdentifier? {
    aiNumber == 0 ? nil : ApplicationIdentifier(index: aiNumber - 1)
  }

  /// Where it begins, in bytes from the start of the scan data.
  public var offset: Int { Int(start) }

  /// How many bytes of the scan data it covers; 0 where something is missing.
  public var length: Int { Int(size) }

  /// The bytes it covers.
  var range: Range<Int> { offset..<offset + length }
}

extension Finding {
  /// What was found. Where a rule is one of GS1's linter routines, the code is named like it.
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
    /// Something else than digits in an EAN/UPC symbol.
    case eanDigits = "ean-digits"

    // Splitting.

    /// No AI where one should begin.
    case unknownAI = "ai-unknown"
    /// An AI without a value.
    case valueEmpty = "value-empty"
    /// A value, or a component of one, that is too short.
    case valueLength = "value-length"
    /// More data before the next separator than the value may have.
    case valueTooLong = "value-too-long"
    /// More than 64 elements.
    case tooMany = "too-many"
    /// A character that the value may not hold.
    case characterSet = "charset"

    // Values.

    /// Wrong check digit (csum).
    case checkDigit = "check-digit"
    /// Wrong pair of check characters (csumalpha).
    case checkCharacters = "check-characters"
    /// No company prefix at the start of the key (gcppos1, gcppos2).
    case companyPrefix = "gcppos"
    /// No character that is not a digit (hasnondigit).
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
    /// Not zero where only zero is allowed.
    case zero
    /// Zero where it is not allowed.
    case nonZero = "nonzero"
    /// A leading zero.
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
    /// Not the structure of a North American coupon code.
    case coupon = "couponcode"
    /// Not the structure of a North American positive offer file coupon.
    case couponOffer = "couponposoffer"

    // The message as a set of elements.

    /// Two AIs that may not stand together.
    case excludedPair = "excluded-pair"
    /// An AI without the one it requires.
    case requisite
    /// An AI twice, with different values.
    case `repeat`
    /// A digital signature over a key without its serial component.
    case signatureSerial = "digsig-serial"

    // Digital Link URIs.

    /// A byte that no URI holds.
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
    /// Qualifiers that the key does not have, or in the wrong order.
    case uriPathSequence = "uri-path-sequence"
    /// An AI twice in one URI.
    case uriDuplicate = "uri-duplicate"
    /// An AI in the query that may not stand there.
    case uriAttribute = "uri-attribute"
    /// An AI in the query that belongs into the path.
    case uriPathAttribute = "uri-path-attribute"

    // Notes: remarkable, not wrong.

    /// A separator before the first element.
    case leadingSeparator = "gs-leading"
    /// More separators than one between two elements.
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
    /// A value that could hide a further element: its separator may have been lost.
    case suspectSeparator = "separator-suspect"
    /// A number for use inside one company or country: it identifies nothing elsewhere.
    case restrictedCirculation = "restricted-circulation"
    /// An add-on symbol whose digits are not part of the GTIN.
    case addOn = "add-on"
    /// A numeric name without value in the query of a URI.
    case uriNameAlone = "uri-name-alone"
    /// A slash after the last value of a URI's path.
    case uriTrailingSlash = "uri-trailing-slash"

    /// The stable name that records and programs use.
    public var name: String { rawValue }
  }
}
