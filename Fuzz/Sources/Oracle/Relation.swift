// SPDX-License-Identifier: Apache-2.0

/// The relations that hold for every reading of any data.
public enum Relation: Int, Sendable, CaseIterable {
  // One reading.

  /// Two readings of equal bytes are equal, wherever the bytes are; none reads outside them.
  case sameBytesSameReading
  /// Elements and findings are ranges of the data; elements do not overlap and follow each other.
  case rangesInside
  /// Findings are omitted only if the list is full; reasons about parts are in the order of the
  /// parts.
  case findingsInOrder
  /// Every finding has a sentence without control characters.
  case sentences
  /// A value is visible ASCII, the same as text and as bytes.
  case values
  /// An element of a date has one, in the right century, and it is written as in ISO 8601.
  case dates
  /// A valid element is also valid alone.
  case elementAlone
  /// Text has no elements; its only faults are its length or, if strict, its beginning.
  case textHasNoElements
  /// A GTIN is one element (01) of 14 digits that ends with the digits of the symbol.
  case gtinHasItsDigits
  /// The elements of a valid element string, joined, are the data without the bytes that notes
  /// name.
  case elementsSpellTheData
  /// The values of a Digital Link URI are its bytes with the escapes undone.
  case valuesAreUnescaped
  /// A cursor reaches the end, and reads the elements of a valid element string.
  case cursorReadsTheSame

  // Readings of the same data with other options, or of data changed in a known way.

  /// Data that are valid if strict are valid if not, with the same elements.
  case strictIsTolerated
  /// Data that are valid without a note are valid if strict, with the same elements.
  case cleanIsStrict
  /// Data that are guessed to be an element string are read as those that are assumed to be one.
  case guessIsAssumption
  /// A symbology identifier in front shifts all ranges and changes nothing else.
  case identifierShifts
  /// Without pairing rules, the elements and all other reasons are the same.
  case pairingOnlyAddsReasons
  /// A scanner that may lose separators causes at most one more note, about the last value.
  case suspicionOnlyAddsANote
  /// A fragment at the end of a Digital Link URI changes nothing.
  case fragmentIsIgnored

  // Readings that are written and read again.

  /// The fields of a valid reading, written as an element string, are read again.
  case writtenAsElementString
  /// The fields of a valid Digital Link URI, all escaped, are read again.
  case escapedOnceMore
  /// The Digital Link URI that the module writes has the same fields, in its own order.
  case writtenAsDigitalLink
  /// The text with parentheses is read again if no value contains one.
  case writtenInBrackets
  /// The identity is a Digital Link URI with fields of the label.
  case identityIsALink

  // Values.

  /// A typed value can be shown, and its date is that of the element.
  case typedValues
  /// A GTIN is the same in every format that has enough digits.
  case gtinFormats

  // Not a relation of the module.

  /// The planted defect, which a fuzzer must find.
  case canary
}

/// A relation that an input breaks.
public struct Violation: Error, CustomStringConvertible {
  /// The broken relation.
  public let relation: Relation
  /// The data and their reading.
  public let reading: String

  /// The relation and the reading.
  public var description: String { "\(relation) does not hold for \(reading)" }
}
