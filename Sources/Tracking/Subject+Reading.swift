// SPDX-License-Identifier: Apache-2.0

// Which GS1 key a label carries decides what the scan is about: a logistic unit (SSCC), one item
// (GTIN and serial), a lot (GTIN and lot), or another key with its qualifiers.

import GS1
import Wire

extension Subject {
  /// What the understood element strings of `reading` identify.
  ///
  /// - Parameter year: the current year, for the century of a date with two digits.
  public init(_ reading: Reading, _ data: Span<UInt8>, year: Int) {
    self.init()
    sscc = reading[.sscc]?.value(of: data)
    gtin = (reading[.gtin] ?? reading[.content])?.value(of: data)
    lot = reading[.lot]?.value(of: data)
    serial = reading[.serial]?.value(of: data)
    if let date = reading[.expiry]?.date(of: data, currentYear: year) { expiry = date.description }
    identity = reading.identity(of: data)
    tracking = level(reading)
  }

  private func level(_ reading: Reading) -> TrackingLevel {
    if sscc != nil { return .unit }
    if reading[.gtin] != nil || reading[.itip] != nil {
      switch (serial, lot) {
      case (_?, _?): return .both
      case (_?, nil): return .serial
      case (nil, _?): return .lot
      case (nil, nil): return .none
      }
    }
    return isIndividual(reading) ? .serial : .none
  }

  /// Whether a key other than the GTIN names one thing and not a kind of things.
  private func isIndividual(_ reading: Reading) -> Bool {
    reading[.giai] != nil
      || (reading[.grai]?.range.count ?? 0) > 14
      || (reading[.gdti]?.range.count ?? 0) > 13
      || reading[.cpidSerial] != nil
  }
}
