// SPDX-License-Identifier: Apache-2.0

// `scanctl forget` removes only what `scanctl adopt` has written, and nothing that somebody has worked on
// since. The first line of a file says the one, and the sum in it the other. The sum finds a change; nobody is
// kept from making one, for whoever can write the file needs no command to remove it.

import CChecksum

/// The first line of a file that `scanctl adopt` has written.
enum Marker {
  private static let beginning = "# Written by \"scanctl adopt\" (sum "

  /// A file: the line, then `body`.
  static func file(_ name: AdoptedName, _ body: String) -> String {
    "\(beginning)\(sum(of: body.utf8))); \"scanctl forget \(name)\" removes it.\n\(body)"
  }

  /// The origin of a file with these contents.
  static func origin(of contents: [UInt8]) -> AdoptedFile.Origin {
    let line = contents.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: beginning.utf8) else { return .foreign }
    let noted = line.dropFirst(beginning.utf8.count).prefix(8)
    return noted.elementsEqual(sum(of: contents.dropFirst(line.count + 1)).utf8)
      ? .adopted : .edited
  }

  /// The CRC-32C of bytes, as eight hexadecimal digits.
  private static func sum(of bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    let digits = String(cchecksum_crc32c(0, bytes, bytes.count), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// A file at the place where `scanctl adopt` writes one.
package struct AdoptedFile: Sendable, Equatable {
  /// The origin of a file.
  package enum Origin: Sendable, Equatable {
    /// It is as it was written.
    case adopted
    /// It was changed since.
    case edited
    /// It is somebody else's.
    case foreign
  }

  /// The path.
  package let path: String
  /// The origin; nil if there is no file.
  package let origin: Origin?
}
