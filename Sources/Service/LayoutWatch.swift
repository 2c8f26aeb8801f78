// SPDX-License-Identifier: Apache-2.0

import Layouts
import Synchronization
import SystemCalls
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

  /// The longest time, in milliseconds, that recording waits for the tables of the other layouts.
  private static let longestWait: Int32 = 1000

  private let readers: LayoutReaders
  /// The thread that makes those tables, if they are being made.
  private let preparation = Mutex<POSIXThread?>(nil)
  private let suspicions = Mutex<[String: Suspicion]>([:])

  init(_ library: LayoutLibrary) { readers = LayoutReaders(library) }

  /// The means to read a capture once more, if it has its keystrokes.
  func rereading(of capture: Capture, from scanner: String) -> Rereading? {
    guard let keystrokes = capture.keystrokes else { return nil }
    return Rereading(
      keystrokes,
      read: { [self] in readings(of: $0) },
      note: { [self] in note($0, of: scanner, at: capture.time) })
  }

  private func readings(of keystrokes: Keystrokes) -> [LayoutReading] {
    if !readers.arePrepared(for: keystrokes.profile) { prepare(for: keystrokes.profile) }
    return readers.readings(of: keystrokes).map { LayoutReading(layout: $0.layout, data: $0.data) }
  }

  /// On a machine so slow that it takes longer, the first scans are recorded without the suspicion.
  private func prepare(for profile: Profile) {
    let thread = preparation.withLock { current in
      if current?.join(within: 0) ?? true {
        current = try? POSIXThread { [readers] in readers.prepare(for: profile) }
      }
      return current
    }
    thread?.join(within: Self.longestWait)
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
