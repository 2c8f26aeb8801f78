// SPDX-License-Identifier: Apache-2.0

import GS1

/// A recall: goods that must not be used any more.
public struct Recall: Sendable, Equatable {
  /// The longest reason, in bytes.
  public static let longestReason = 500

  /// Its number among all recalls, those that were lifted included.
  public let number: Int64
  /// The goods that are recalled.
  public let scope: RecallScope
  /// The reason, as it was entered.
  public let reason: String

  /// A recall; its parts are not checked.
  public init(number: Int64, scope: RecallScope, reason: String) {
    self.number = number
    self.scope = scope
    self.reason = reason
  }

  /// Throws if `reason` is blank or too long.
  public static func check(reason: String) throws(ItemError) {
    let isBlank = reason.allSatisfy(\.isWhitespace)
    guard !isBlank, reason.utf8.count <= longestReason else { throw .reason(isBlank ? "" : reason) }
  }
}

/// The goods that a recall covers.
public enum RecallScope: Sendable, Hashable {
  /// All of a GTIN.
  case gtin(String)
  /// A lot: of one GTIN, or of every GTIN.
  case lot(String, gtin: String?)
  /// A serial: of one GTIN, or of every GTIN.
  case serial(String, gtin: String?)

  /// The goods that these keys name together; a lot and a serial together are an error.
  ///
  /// A value that no label can carry is an error, too: such a recall would never apply.
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

  /// The GTIN, 14 digits; nil for every GTIN.
  public var gtin: String? {
    switch self {
    case .gtin(let gtin): gtin
    case .lot(_, let gtin), .serial(_, let gtin): gtin
    }
  }

  /// The lot, or nil.
  public var lot: String? { if case .lot(let lot, _) = self { lot } else { nil } }

  /// The serial, or nil.
  public var serial: String? { if case .serial(let serial, _) = self { serial } else { nil } }
}

/// True if a label can carry `text` as the value of the AI: such a label is read.
private func isValue(_ text: String, of ai: ApplicationIdentifier) -> Bool {
  let data = Array("]C1\(ai.code)\(text)".utf8)
  var options = Reading.Options()
  options.pairing = false
  let reading = Reading.of(data.span, options: options)
  return reading.reasons.isEmpty && reading.elements.count == 1
    && reading[ai]?.value(of: data.span) == text
}
