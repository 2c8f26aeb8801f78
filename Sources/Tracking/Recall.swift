// SPDX-License-Identifier: Apache-2.0

import GS1

/// That some goods must not be used any more.
public struct Recall: Sendable, Equatable {
  /// The most bytes of a reason.
  public static let longestReason = 500

  /// Its number among all recalls there ever were.
  public let number: Int64
  /// Which goods.
  public let scope: RecallScope
  /// Why.
  public let reason: String

  /// A recall; what its parts hold is not looked at.
  public init(number: Int64, scope: RecallScope, reason: String) {
    self.number = number
    self.scope = scope
    self.reason = reason
  }

  /// Throws unless `reason` says something and is not too long.
  public static func check(reason: String) throws(ItemError) {
    let isBlank = reason.allSatisfy(\.isWhitespace)
    guard !isBlank, reason.utf8.count <= longestReason else { throw .reason(isBlank ? "" : reason) }
  }
}

/// Which goods are recalled.
public enum RecallScope: Sendable, Hashable {
  /// All of a GTIN.
  case gtin(String)
  /// A lot: of one GTIN, or of every GTIN.
  case lot(String, gtin: String?)
  /// A serial: of one GTIN, or of every GTIN.
  case serial(String, gtin: String?)

  /// The goods that these keys name together; lot and serial together name none.
  ///
  /// What no label can carry is refused: such a recall would never be found.
  public init(gtin: String?, lot: String?, serial: String?) throws(ItemError) {
    var digits: String?
    if let gtin { digits = try canonical(gtin) }
    switch (lot, serial, digits) {
    case (let lot?, nil, _):
      guard isValue(lot, of: .lot) else { throw .lot(lot) }
      self = .lot(lot, gtin: digits)
    case (nil, let serial?, _):
      guard isValue(serial, of: .serial) else { throw .serial(serial) }
      self = .serial(serial, gtin: digits)
    case (nil, nil, let digits?): self = .gtin(digits)
    default: throw .scope
    }
  }

  /// The GTIN it is about, 14 digits; nil for every GTIN.
  public var gtin: String? {
    switch self {
    case .gtin(let gtin): gtin
    case .lot(_, let gtin), .serial(_, let gtin): gtin
    }
  }

  /// The lot it is about.
  public var lot: String? { if case .lot(let lot, _) = self { lot } else { nil } }

  /// The serial it is about.
  public var serial: String? { if case .serial(let serial, _) = self { serial } else { nil } }
}

/// Whether a label can carry `text` as the value of an AI: what reading such a label says.
private func isValue(_ text: String, of ai: ApplicationIdentifier) -> Bool {
  let data = Array("]C1\(ai.code)\(text)".utf8)
  var options = Options()
  options.pairing = false
  let reading = read(data.span, options: options)
  return reading.reasons.isEmpty && reading.elements.count == 1
    && reading[ai]?.value(of: data.span) == text
}
