// SPDX-License-Identifier: Apache-2.0

// How long the pure parts take: one key event, and one element string with all rules. The best and
// the median of many rounds are shown; other work on the machine only ever makes a round slower.

import CAllocations
import GS1
import Glibc
import Wedge

struct Figure {
  let best: Double
  let median: Double
  let allocations: Double
}

/// Runs `body` in rounds of `count` and gives nanoseconds and allocations a call.
func measure(count: Int, rounds: Int = 51, _ body: () -> Void) -> Figure {
  var times: [Double] = []
  var allocated = 0.0
  for _ in 0..<rounds {
    let before = allocations()
    let start = monotonicNanoseconds()
    for _ in 0..<count { body() }
    times.append(Double(monotonicNanoseconds() - start) / Double(count))
    allocated = Double(allocations() - before) / Double(count)
  }
  times.sort()
  return Figure(best: times[0], median: times[rounds / 2], allocations: allocated)
}

func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func show(_ name: String, _ figure: Figure, per divisor: Double = 1) {
  func text(_ value: Double) -> String {
    let tenths = Int((value / divisor * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
  let padding = String(repeating: " ", count: max(0, 44 - name.count))
  print(
    name + padding + "best \(text(figure.best)) ns  median \(text(figure.median)) ns  "
      + "allocations \(text(figure.allocations))")
}

let labels: [(name: String, data: String)] = [
  ("01+10", "]C1010950600013435210ABC123"),
  ("01+17+10+GS+21", "]C101095060001343521727063010C202507\u{1D}21HD-12345"),
  ("5 AIs, DataMatrix", "]d2010950600013435211260101172706301\u{30}C202507\u{1D}21HD-12345"),
  ("SSCC", "]C100095060001343520010"),
  ("48 characters", "]C10109506000134352172706301012345678\u{1D}2112345678901"),
  ("bad check digit", "]C101095060001343531727063010C202507\u{1D}21HD-12345"),
]

func measureLabels() {
  for label in labels {
    let data = Array(label.data.utf8)
    var valid = 0
    let figure = measure(count: 20_000) { valid &+= read(data.span).isValid ? 1 : 0 }
    show("element string \(label.name)", figure)
  }
}

/// The events of a scan of `digits` and Enter as a scanner polled at 1 kHz gives them.
func events(of digits: String) -> [KeyEvent] {
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

func measureKeys() {
  let scan = events(of: "0109506000134352172706301020250721123456")
  var wedge = Wedge(profile: Profile(), openedAt: -10_000_000)
  var later: Int64 = 0
  var scans = 0
  let figure = measure(count: 500) {
    for event in scan {
      let event = KeyEvent(
        time: event.time + later, type: event.type, code: event.code, value: event.value)
      if wedge.take(.event(event)) != nil { scans += 1 }
    }
    later += 1_000_000
  }
  precondition(scans == 51 * 500, "every scan must come out")
  show("key event (of \(scan.count) a scan)", figure, per: Double(scan.count))
}

measureKeys()
measureLabels()
