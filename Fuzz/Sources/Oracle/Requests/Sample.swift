// SPDX-License-Identifier: Apache-2.0

import Wire

/// Records that filters of the corpus know.
enum Sample {
  /// An accepted one, the same rejected, one with letters that Unicode holds for equal, and an empty
  /// one.
  static let records: [Record] = [
    record(.accepted, lot: "C202507", station: "Dock 1"),
    record(.rejected, lot: "C202507", station: "Dock 1"),
    record(.accepted, lot: nil, station: "Caf\u{E9}"),
    record(.accepted, lot: "", station: "Cafe\u{301}"),
    Record(time: Timestamp(microseconds: 0), scanner: "s", verdict: .incomplete, data: []),
  ]

  private static func record(_ verdict: Verdict, lot: String?, station: String) -> Record {
    var record = Record(
      time: Timestamp(microseconds: 1_796_000_000_000_000), scanner: "2d-1", verdict: verdict,
      data: Array("]C1010950600013435210C202507\u{1D}21HD-1".utf8))
    record.station = station
    record.step = "packing"
    record.subject.gtin = "09506000134352"
    record.subject.lot = lot
    record.subject.serial = "HD-1"
    return record
  }
}
