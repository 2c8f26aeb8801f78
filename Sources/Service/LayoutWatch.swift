// SPDX-License-Identifier: Apache-2.0

import Layouts
import Synchronization
import Tracking
import Wedge

/// Counts, on the journal's thread, the scans of each scanner that were typed on another layout than its own.
final class LayoutWatch: Sendable {
  /// So many such scans in a row are a problem of the scanner.
  private static let limit = 3
  /// The number of scanners that are remembered; no site has so many.
  private static let capacity = 1024

  private struct Suspicion {
    var count = 0
    var time: Int64
    var layouts: [String]
  }

  private let readers: LayoutReaders
  private let suspicions = Mutex<[String: Suspicion]>([:])

  init(_ library: LayoutLibrary) { readers = LayoutReaders(library) }

  /// The means to read a capture once more, if it has its keystrokes.
  func rereading(of capture: Capture, from scanner: String) -> Rereading? {
    guard let keystrokes = capture.keystrokes else { return nil }
    return Rereading(
      keystrokes,
      read: { [readers] in
        readers.readings(of: $0).map { LayoutReading(layout: $0.layout, data: $0.data) }
      },
      note: { [self] in note($0, of: scanner, at: capture.time) })
  }

  /// A scan may be judged more than once, if the disk fails.
  private func note(_ layouts: [String], of scanner: String, at time: Int64) {
    suspicions.withLock { suspicions in
      guard !layouts.isEmpty else { return suspicions[scanner] = nil }
      if suspicions.count >= Self.capacity, suspicions[scanner] == nil { return }
      var suspicion = suspicions[scanner] ?? Suspicion(time: .min, layouts: layouts)
      if suspicion.time != time { suspicion.count += 1 }
      suspicion.time = time
      suspicion.layouts = layouts
      suspicions[scanner] = suspicion
    }
  }

  /// The problem of a scanner and its cure in a sentence; nil if it has none.
  func problem(of scanner: String) -> String? {
    guard let suspicion = suspicions.withLock({ $0[scanner] }), suspicion.count >= Self.limit else {
      return nil
    }
    let layouts = suspicion.layouts.joined(separator: ", ")
    return
      "is probably set to another keyboard layout: its last \(suspicion.count) labels read as valid "
      + "GS1 on \(layouts); set Layout= in its .scanner file, or run: scanctl calibrate"
  }
}
