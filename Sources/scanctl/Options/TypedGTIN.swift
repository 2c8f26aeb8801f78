// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GS1
import ItemImport
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
