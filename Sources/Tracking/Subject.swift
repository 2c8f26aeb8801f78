// SPDX-License-Identifier: Apache-2.0

// The GS1 key of a label decides what the scan identifies: a logistic unit (SSCC), one item (GTIN
// and serial), a lot (GTIN and lot), or something else by another key and its qualifiers.

import GS1
import Wire

extension Subject {
  /// The subject that the valid elements of `reading` identify.
  ///
  /// - Parameter year: the current year, for the century of two-digit years.
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

  /// True if a key other than the GTIN identifies one object, not a kind of objects.
  private func isIndividual(_ reading: Reading) -> Bool {
    reading[.giai] != nil
      || (reading[.grai]?.range.count ?? 0) > 14
      || (reading[.gdti]?.range.count ?? 0) > 13
      || reading[.cpidSerial] != nil
  }
}
