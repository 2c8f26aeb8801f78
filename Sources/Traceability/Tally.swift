// SPDX-License-Identifier: Apache-2.0

// Only accepted scans are counted here. A label that carries a serial is the same unit whenever it
// is scanned; labels that carry the lot alone are all alike, so each scan of one is a unit scanned.
// A logistic unit that holds goods of a lot is neither: how many it holds, its label may not say.

import Wire

/// The time, the place and the cursor of a scan.
struct Sighting: Equatable {
  let cursor: Int64
  let time: Timestamp
  let place: Place
}

extension Sighting {
  init(_ record: Record) {
    self.init(cursor: record.cursor ?? 0, time: record.time, place: Place(record))
  }
}

/// A station and what happens there; the scanner where no station is configured.
struct Place: Hashable {
  let station: String?
  let step: String?
  let scanner: String

  init(_ record: Record) {
    station = record.station
    step = record.step
    scanner = record.scanner
  }

  /// The station, or else the scanner.
  var name: String { station ?? scanner }

  /// The key for grouping: scanners at one station are one place.
  var key: PlaceKey { PlaceKey(name: name, isStation: station != nil, step: step) }
}

/// A place by its name.
struct PlaceKey: Hashable {
  let name: String
  let isStation: Bool
  let step: String?
}

/// The counts of accepted scans.
struct Tally {
  /// Accepted scans.
  private(set) var scans = 0
  /// Those of labels without a serial.
  private(set) var withoutSerial = 0
  /// Those of logistic units.
  private(set) var logisticUnits = 0
  /// The numbers of the serials.
  private(set) var serials = NumberSet()
  private(set) var first: Sighting?
  private(set) var last: Sighting?

  /// Units scanned: each serial once, and each scan of a label that has none.
  var units: Int { withoutSerial + serials.count }

  /// Counts an accepted scan; `serial` is the number of its serial.
  mutating func count(_ record: Record, serial: Int?) {
    scans += 1
    if record.subject.sscc != nil {
      logisticUnits += 1
    } else if let serial = serial {
      serials.insert(serial)
    } else {
      withoutSerial += 1
    }
    let sighting = Sighting(record)
    if first == nil { first = sighting }
    last = sighting
  }
}
