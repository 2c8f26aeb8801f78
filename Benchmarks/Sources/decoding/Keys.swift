// SPDX-License-Identifier: Apache-2.0

import Wedge

/// Measures one key event of whole scans: on the built-in layout, and on one that has its digits on Shift.
func measureKeyEvents() -> [Figure] {
  [measure(layout: .us, shifting: false), measure(layout: shiftedDigits, shifting: true)]
}

private func measure(layout: Layout, shifting: Bool) -> Figure {
  let scan = events(of: "0109506000134352172706301020250721123456", shifting: shifting)
  var profile = Profile()
  profile.layout = layout
  var decoder = WedgeDecoder(profile: profile, openedAt: -10_000_000)
  var later: Int64 = 0
  var scans = 0
  let count = 20
  let rounds = 1001
  let figure = measure(count: count, rounds: rounds) {
    for event in scan {
      let event = KeyEvent(
        time: event.time + later, type: event.type, code: event.code, value: event.value)
      if let capture = decoder.process(.event(event)), capture.cause == nil { scans += 1 }
    }
    later += 1_000_000
  }
  precondition(scans == count * rounds, "a scan was lost")
  return figure.divided(by: scan.count)
}

/// A layout like `fr`: digits with Shift, signs without, others with AltGr.
private let shiftedDigits = Layout(
  name: "digits-on-shift", hasAltGr: true,
  keys: Layout.us.keys.map { key in
    Layout.Key(code: key.code) { level in
      if level.contains(.altGr) { return .character("€") }
      return key[(2...11).contains(key.code) ? level.symmetricDifference(.shift) : level]
    }
  })

/// The events of a scan of `digits` and Enter as a scanner polled at 1 kHz gives them, each digit with
/// Shift if so wanted.
private func events(of digits: String, shifting: Bool) -> [KeyEvent] {
  let enter: UInt16 = 28
  let shift: UInt16 = 42
  let codes = digits.utf8.map { $0 == UInt8(ascii: "0") ? 11 : UInt16($0 - UInt8(ascii: "0")) + 1 }
  var strokes: [(code: UInt16, value: Int32)] = []
  for code in codes {
    if shifting { strokes.append((shift, 1)) }
    strokes += [(code, 1), (code, 0)]
    if shifting { strokes.append((shift, 0)) }
  }
  strokes += [(enter, 1), (enter, 0)]
  var time: Int64 = 0
  return strokes.flatMap { stroke in
    time += 1000
    return [
      KeyEvent(time: time, type: 1, code: stroke.code, value: stroke.value),
      KeyEvent(time: time, type: 0, code: 0, value: 0),
    ]
  }
}
