// SPDX-License-Identifier: Apache-2.0

// A lot may have a million serials, and each is counted at every step and station. So a serial is
// kept once and has a number, and whoever counts serials keeps a bit for each number.

import TerminalIO
import Wire

/// The serials of an item in the order in which they were first accepted, and where each was last.
struct SerialList {
  private struct LastSeen {
    var cursor: Int64
    var time: Timestamp
    var place: Int
  }

  private var numbers: [String: Int] = [:]
  private var names: [String] = []
  private var sightings: [LastSeen] = []
  private var placeNumbers: [Place: Int] = [:]
  private var places: [Place] = []

  var count: Int { names.count }

  /// A serial by its number, and its last scan.
  subscript(number: Int) -> (serial: String, last: Sighting) {
    let lastSeen = sightings[number]
    let last = Sighting(
      cursor: lastSeen.cursor, time: lastSeen.time, place: places[lastSeen.place])
    return (names[number], last)
  }

  /// Notes the scan of a serial, and gives the serial's number.
  mutating func note(_ serial: String, _ sighting: Sighting) -> Int {
    let lastSeen = LastSeen(
      cursor: sighting.cursor, time: sighting.time, place: number(of: sighting.place))
    if let number = numbers[serial] {
      sightings[number] = lastSeen
      return number
    }
    numbers[serial] = names.count
    names.append(serial)
    sightings.append(lastSeen)
    return names.count - 1
  }

  private mutating func number(of place: Place) -> Int {
    if let number = placeNumbers[place] { return number }
    placeNumbers[place] = places.count
    places.append(place)
    return places.count - 1
  }
}

/// A set of small numbers, a bit for each.
struct NumberSet {
  private var words: [UInt64] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// Adds a number that is not negative.
  mutating func insert(_ number: Int) {
    let (word, bit) = (number / 64, UInt64(1) << UInt64(number % 64))
    if word >= words.count { words += Array(repeating: 0, count: word + 1 - words.count) }
    if words[word] & bit == 0 {
      words[word] |= bit
      count += 1
    }
  }
}
