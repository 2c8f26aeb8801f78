// SPDX-License-Identifier: Apache-2.0

/// The name of an adopted scanner, which its two files have in their names: letters, digits, `.`, `_` and `-`, at
/// most 64, the first a letter or a digit.
package struct AdoptedName: Sendable, Hashable, CustomStringConvertible {
  /// The name.
  package let description: String

  /// A name; nil if `text` cannot be one.
  package init?(_ text: String) {
    guard let first = text.utf8.first, isLetterOrDigit(first), text.utf8.count <= 64,
      text.utf8.allSatisfy({ isLetterOrDigit($0) || "._-".utf8.contains($0) })
    else { return nil }
    description = text
  }

  /// The name that says most: the station, or else what the scanner is recognised by, `0c2e_0b61-S1234`.
  package init(station: String?, _ recognition: Recognition) {
    let place =
      switch recognition.mark {
      case .serial(let serial), .address(let serial): serial
      case .port(let port, _): port
      }
    let device = "\(recognition.vendor)_\(recognition.product)-\(place)"
    self = station.flatMap { AdoptedName($0) } ?? AdoptedName(replacing: device)
  }

  /// Another name like this one: `dock-1-2`.
  package func numbered(_ number: Int) -> AdoptedName {
    AdoptedName(replacing: "\(description.prefix(64 - 4))-\(number)")
  }

  private init(replacing text: String) {
    let bytes = text.utf8.prefix(64).map {
      isLetterOrDigit($0) || "._-".utf8.contains($0) ? $0 : UInt8(ascii: "_")
    }
    description = String(decoding: bytes, as: UTF8.self)
  }
}
