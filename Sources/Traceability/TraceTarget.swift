// SPDX-License-Identifier: Apache-2.0

import GS1
import TerminalIO
import Wire

/// The keys given to `scanctl trace`. A record must match all keys; the most exact of them decides
/// which summary is shown.
package struct TraceTarget: Equatable {
  enum Kind: String {
    case serial, lot, gtin, sscc
  }

  /// AI (01), 14 digits.
  var gtin: String?
  /// AI (10).
  var lot: String?
  /// AI (21).
  var serial: String?
  /// AI (00), 18 digits.
  var sscc: String?

  /// The most exact key.
  var kind: Kind {
    if sscc != nil { return .sscc }
    if serial != nil { return .serial }
    return lot != nil ? .lot : .gtin
  }

  /// The request for its records after a cursor.
  func request(after cursor: Int64 = 0) -> Request.Trace {
    Request.Trace(
      gtin: gtin, lot: lot, serial: serial, sscc: sscc, after: cursor, limit: 1000)
  }

  /// True if a recall of goods that match is about all that match.
  func isAll(of recall: RecallInfo) -> Bool {
    switch kind {
    case .serial, .sscc: true
    case .lot: recall.serial == nil
    case .gtin: recall.serial == nil && recall.lot == nil
    }
  }

  /// `serial HD-12345 of GTIN 09506000134352`, safe to show.
  var words: String {
    let keys = [("SSCC", sscc), ("serial", serial), ("lot", lot), ("GTIN", gtin)]
    return keys.compactMap { name, value in value.map { "\(name) \(visible($0))" } }
      .joined(separator: " of ")
  }

  /// The command line that asks for it.
  var command: String {
    let keys = [("sscc", sscc), ("serial", serial), ("lot", lot), ("gtin", gtin)]
    return keys.reduce("scanctl trace") { line, key in
      key.1.map { "\(line) --\(key.0)\($0.hasPrefix("-") ? "=" : " ")\(shellWord(visible($0)))" }
        ?? line
    }
  }
}

/// The reason that something cannot be traced.
package enum TraceTargetError: Error, Equatable {
  case nothing
  case gtin(String)
  case sscc(String)
}

extension TraceTarget {
  /// Checks the options; the GTIN has 8, 12, 13 or 14 digits.
  ///
  /// - Parameters:
  ///   - lot: compared as it is, capital letters count.
  ///   - serial: the same.
  package init(
    checking gtin: String?, lot: String?, serial: String?, sscc: String?
  ) throws(TraceTargetError) {
    if let gtin {
      guard let good = GTIN(gtin) else { throw .gtin(gtin) }
      self.gtin = good.digits
    }
    if let sscc {
      guard sscc.utf8.count == 18, hasCheckDigit(sscc) else { throw .sscc(sscc) }
      self.sscc = sscc
    }
    self.lot = lot
    self.serial = serial
    if self == TraceTarget() { throw .nothing }
  }
}

extension TraceTargetError: CustomStringConvertible {
  /// One sentence that says what is wrong, safe to show.
  package var description: String {
    switch self {
    case .nothing: "Give at least one of --gtin, --lot, --serial and --sscc."
    case .gtin(let text):
      fault("GTIN", text, "8, 12, 13 or 14 digits", lengths: [8, 12, 13, 14])
    case .sscc(let text): fault("SSCC", text, "18 digits", lengths: [18])
    }
  }

  private func fault(_ key: String, _ text: String, _ form: String, lengths: [Int]) -> String {
    guard lengths.contains(text.utf8.count), let given = text.last,
      let right = checkDigit(for: text.dropLast()), given.isNumber
    else { return "\"\(visible(text))\" is no \(key): it has \(form)." }
    return "\(key) \(visible(text)) has check digit \(given) where \(right) would be right."
  }
}

private func hasCheckDigit(_ digits: String) -> Bool {
  checkDigit(for: digits.dropLast()).map { digits.hasSuffix("\($0)") } ?? false
}
