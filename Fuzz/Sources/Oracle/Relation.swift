// SPDX-License-Identifier: Apache-2.0

/// What holds of every reading of any data.
public enum Relation: Int, Sendable, CaseIterable {
  // One reading.

  /// Two readings of equal bytes are equal, wherever the bytes are; none reads beside them.
  case sameBytesSameReading
  /// Elements and findings are ranges of the data; elements do not overlap and follow each other.
  case rangesInside
  /// Findings are left out only when the list is full, reasons about parts are in their order.
  case findingsInOrder
  /// The sentence of a finding is one, and holds no control character.
  case sentences
  /// A value is visible ASCII, the same as text and as bytes.
  case values
  /// A date's element has one, in the century asked for, and it is written as ISO 8601 does.
  case dates
  /// An element that was understood is understood alone, too.
  case elementAlone
  /// Text has no elements; nothing is wrong with it but its length or, when strict, its beginning.
  case textHasNoElements
  /// A GTIN is one element (01) of 14 digits that ends with the digits of the symbol.
  case gtinHasItsDigits
  /// The elements of a valid element string, joined, are the data less what the notes name.
  case elementsSpellTheData
  /// The values of a Digital Link URI are its bytes with the escapes undone.
  case valuesAreUnescaped
  /// A cursor comes to an end, and reads the elements of a valid element string.
  case cursorReadsTheSame

  // Readings of the same data with other options, or of data changed in a known way.

  /// What is valid when strict is valid when not, with the same elements.
  case strictIsTolerated
  /// What is valid without a note is valid when strict, with the same elements.
  case cleanIsStrict
  /// Data guessed to be an element string are read as if they had been assumed to be one.
  case guessIsAssumption
  /// A symbology identifier in front moves all ranges and changes nothing else.
  case identifierShifts
  /// Without pairing rules there are the same elements, and the other reasons.
  case pairingOnlyAddsReasons
  /// A scanner that may lose separators gets at most one note more, about the last value.
  case suspicionOnlyAddsANote
  /// A fragment at the end of a Digital Link URI changes nothing.
  case fragmentIsIgnored

  // What was read, written and read again.

  /// The fields of a valid reading, written as an element string, are read again.
  case writtenAsElementString
  /// The fields of a valid Digital Link URI, all escaped, are read again.
  case escapedOnceMore
  /// The Digital Link URI that the module writes has the same fields, in its own order.
  case writtenAsDigitalLink
  /// The text with parentheses is read again where no value holds one.
  case writtenInBrackets
  /// The identity is a Digital Link URI with fields of the label.
  case identityIsALink

  // Values.

  /// A value with a meaning can be shown, and its date is that of the element.
  case typedValues
  /// A GTIN is the same in every format that has enough digits.
  case gtinFormats

  // Not of the module.

  /// The planted defect, which a fuzzer has to find.
  case canary
}

/// A relation that some input breaks.
public struct Violation: Error, CustomStringConvertible {
  /// What does not hold.
  public let relation: Relation
  /// The data and how they were read.
  public let reading: String

  /// What does not hold, and of what.
  public var description: String { "\(relation) does not hold of \(reading)" }
}
