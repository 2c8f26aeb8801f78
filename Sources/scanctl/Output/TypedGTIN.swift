// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GS1
import Tracking
import Wire

/// A GTIN as somebody typed it, in 8, 12, 13 or 14 digits.
struct TypedGTIN: Equatable {
  /// The 14 digits of AI (01).
  let digits: String

  /// Reads what stands on the command line.
  init(argument: String) throws {
    guard let gtin = GTIN(argument) else {
      let sentence = ItemError.gtin(argument).description + gtinHint(argument)
      throw ValidationError(visible(sentence))
    }
    digits = gtin.digits
  }
}

/// What may have become of a text that should be a GTIN, as a further sentence; empty: who knows.
func gtinHint(_ text: String) -> String {
  let isNumber = text.utf8.allSatisfy { "0123456789.,eE+".utf8.contains($0) }
  if isNumber, text.lowercased().contains("e+") {
    return " A spreadsheet has rounded it; make its column a text and enter it again."
  }
  guard (1...14).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return "" }
  guard GTIN.Format(rawValue: text.utf8.count) != nil else { return " Are zeros in front missing?" }
  return checkDigit(for: text.dropLast()).map { " The check digit would be \($0)." } ?? ""
}
