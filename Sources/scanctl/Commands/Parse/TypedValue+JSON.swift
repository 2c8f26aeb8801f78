// SPDX-License-Identifier: Apache-2.0

import GS1
import Wire

extension TypedValue {
  /// Writes what a value means as further fields of its element; numbers are text, since they keep
  /// their decimals.
  func writeFields(to json: inout JSONWriter) {
    switch self {
    case .date(let date):
      json.field("date", date.description)
    case .dates(let first, let last):
      json.field("date", first.description)
      json.field("lastDate", last.description)
    case .dateTime(let date, let time):
      json.field("date", date.description)
      json.field("time", time.description)
    case .measure(let number, let unit):
      json.field("number", number.description)
      json.field("unit", unit)
    case .amount(let number, let currency):
      json.field("number", number.description)
      json.field("currency", currency)
    case .percentage(let number):
      json.field("number", number.description)
      json.field("unit", "%")
    case .count(let count):
      json.field("number", "\(count)")
    case .countries, .position, .flag:
      writeRareFields(to: &json)
    }
  }

  private func writeRareFields(to json: inout JSONWriter) {
    switch self {
    case .countries(let codes):
      json.key("countries")
      json.array { json in
        for code in codes { json.string(utf8: Array(code.utf8)) }
      }
    case .position(let latitude, let longitude):
      json.field("latitude", latitude.description)
      json.field("longitude", longitude.description)
    case .flag(let isSet):
      json.key("flag")
      json.boolean(isSet)
    default: break
    }
  }
}
