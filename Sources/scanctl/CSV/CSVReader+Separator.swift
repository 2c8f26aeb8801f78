// SPDX-License-Identifier: Apache-2.0

// Where the comma is the decimal sign, spreadsheets write "CSV" with semicolons. Nothing in the file
// says so but its first line, which is a header of plain names: what stands between them is meant.

extension CSVReader {
  /// The table in `bytes`, whose cells are separated by what separates those of its first line: a
  /// semicolon if there is one and no comma, else a comma.
  static func guessingSeparator(_ bytes: [UInt8]) -> CSVReader {
    var isQuoted = false
    var hasSemicolon = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n") { break }
      if isQuoted { continue }
      if byte == UInt8(ascii: ",") { return CSVReader(bytes) }
      if byte == UInt8(ascii: ";") { hasSemicolon = true }
    }
    return CSVReader(bytes, separator: hasSemicolon ? UInt8(ascii: ";") : UInt8(ascii: ","))
  }
}
