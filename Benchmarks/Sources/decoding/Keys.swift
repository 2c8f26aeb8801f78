// SPDX-License-Identifier: Apache-2.0

import Wedge

/// Measures one key event of whole scans.
func measureKeyEvents() -> Figure {
  let scan = events(of: "0109506000134352172706301020250721123456")
  var decoder = WedgeDecoder(profile: Profile(), openedAt: -10_000_000)
  var later: Int64 = 0
  var scans = 0
  let count = 20
  let rounds = 1001
  let figure = measure(count: count, rounds: rounds) {
    for event in scan {
      let event = KeyEvent(
        time: event.time + later, type: event.type, code: event.code, value: event.value)
      if decoder.process(.event(event)) != nil { scans += 1 }
    }
    later += 1_000_000
  }
  precondition(scans == count * rounds, "a scan was lost")
  return figure.divided(by: scan.count)
}

/// The events of a scan of `digits` and Enter as a scanner polled at 1 kHz gives them.
private func events(of digits: String) -> [KeyEvent] {
  let enter: UInt16 = 28
  let codes = digits.utf8.map { $0 == UInt8(ascii: "0") ? 11 : UInt16($0 - UInt8(ascii: "0")) + 1 }
  var time: Int64 = 0
  return (codes + [enter]).flatMap { code in
    [Int32(1), 0].flatMap { value in
      time += 1000
      return [
        KeyEvent(time: time, type: 1, code: code, value: value),
        KeyEvent(time: time, type: 0, code: 0, value: 0),
      ]
    }
  }
}
