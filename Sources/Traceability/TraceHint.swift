// SPDX-License-Identifier: Apache-2.0

// A search that finds nothing has most often confused keys: the GTIN of another article, a
// lot for a serial, small letters for capital ones.

import Wire

/// Something else that may have been meant.
struct TraceHint: Equatable {
  /// The alternative target.
  let target: TraceTarget
  /// The reason to suggest it.
  let reason: String

  /// The sentence for somebody who found nothing, safe to show.
  ///
  /// - Parameter records: the first records of `target`; there are some.
  func sentence(_ records: [Record]) -> String {
    let gtins = records.compactMap(\.subject.gtin)
    guard reason == TraceHint.otherGTIN, let first = gtins.first else {
      return "\(reason): \(target.command)"
    }
    var single = target
    single.gtin = first
    let others = Set(gtins).count - 1
    return "\(reason): \(single.command)" + (others > 0 ? ", and under \(others) more" : "")
  }

  /// The alternatives to a target without records, the likeliest first.
  static func alternatives(to target: TraceTarget) -> [TraceHint] {
    var hints: [TraceHint] = []
    if target.gtin != nil, target != TraceTarget(gtin: target.gtin) {
      var wider = target
      wider.gtin = nil
      hints.append(TraceHint(target: wider, reason: otherGTIN))
    }
    if let serial = target.serial {
      hints.append(
        TraceHint(target: TraceTarget(lot: serial), reason: "There is a lot of that name"))
    } else if let lot = target.lot {
      hints.append(
        TraceHint(target: TraceTarget(serial: lot), reason: "There is a serial of that name"))
    }
    return hints + otherCases(of: target)
  }

  private static let otherGTIN = "It is known under another GTIN"

  private static func otherCases(of target: TraceTarget) -> [TraceHint] {
    [{ (text: String) in text.uppercased() }, { $0.lowercased() }].compactMap { change in
      var other = target
      other.lot = other.lot.map(change)
      other.serial = other.serial.map(change)
      guard other != target else { return nil }
      return TraceHint(target: other, reason: "Capital and small letters differ")
    }
  }
}
