// SPDX-License-Identifier: Apache-2.0

// The labels of a warehouse: 200 kinds of goods, lots of 5,000 units, and a serial for each unit.
// Serials come in no order, as those of many makers do.

import GS1
import Tracking
import Wire

enum Labels {
  static func gtin(_ number: Int) -> String {
    let stem = "950600\(10_000_000 + number / 5000 % 200)".prefix(13)
    for digit in "0123456789" {
      if let gtin = GTIN(stem + String(digit)) { return gtin.digits }
    }
    fatalError("no check digit for \(stem)")
  }

  static func lot(_ number: Int) -> String { "L\(number / 5000)" }

  static func serial(_ number: Int) -> String {
    let mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    return "S" + String(mixed >> 20, radix: 36, uppercase: true)
  }

  /// The scan of a unit; `gtin` is that of its number.
  static func scan(_ number: Int, gtin: String) -> Scan {
    var origin = Origin(scanner: "usb-0c2e_0b61-S\(number % 8)")
    origin.station = "dock-\(number % 8)"
    origin.step = ["receiving", "packing", "shipping"][number % 3]
    let data = Array("]C101\(gtin)1729063010\(lot(number))\u{1D}21\(serial(number))".utf8)
    let time = Timestamp(microseconds: 1_795_420_800_000_000 + Int64(number) * 100_000)
    return Scan(data: data, time: time, origin: origin)
  }

  /// The scans from a number on.
  static func scans(_ numbers: Range<Int>) -> [Scan] {
    var kind = -1
    var gtin = ""
    return numbers.map { number in
      if number / 5000 != kind {
        kind = number / 5000
        gtin = Self.gtin(number)
      }
      return scan(number, gtin: gtin)
    }
  }
}
