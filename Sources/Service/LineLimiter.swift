// SPDX-License-Identifier: Apache-2.0

// Lines that somebody outside can make repeat: a cable that loses contact, a program that takes and
// returns a lock, a disk that stays full while scans come in. The first ones are written at once, and then
// one a minute that tells the number of the others and has the newest text, so that the last state is in
// the log a minute after it began.

import Logging

/// The lines of the log that are held back; a pure value, the time is an argument in microseconds.
struct LineLimiter {
  /// A line of the log.
  struct Line: Equatable {
    var level: Logger.Level
    var text: String
  }

  /// The event that a line is about, and the device, if it is about one.
  struct Cause: Hashable {
    var kind: Kind
    var subject = ""
  }

  /// The kinds of events that can repeat.
  enum Kind: Hashable {
    case lostScan, lostAtEnd, fault, recovery, setAside, items
    case removal, missedRemoval, removalFailure, handover, restoration, damagedRecord
    case attached, detached, tapped, problem, renamed, ignored, listing, unfinished

    /// The number of lines that are written at once within one interval.
    fileprivate var burst: Int {
      switch self {
      case .lostScan, .removal: 1
      default: 4
      }
    }
  }

  /// The time between two lines of one cause.
  static let interval: Int64 = 60_000_000
  /// The most causes that are told apart: names of devices come from outside and are without number.
  static let mostCauses = 256

  private struct Entry {
    var begin: Int64
    var written = 0
    var held = 0
    var newest: Line?
    var newestTime: Int64 = 0
  }

  private var entries: [Cause: Entry] = [:]

  /// The line to write now; nil if it is held back.
  mutating func admit(_ line: Line, of cause: Cause, at now: Int64) -> Line? {
    let cause = known(cause, at: now)
    var entry = entries[cause] ?? Entry(begin: now)
    defer { entries[cause] = entry }
    if now - entry.begin >= Self.interval {
      let held = entry.held
      entry = Entry(begin: now, written: held > 0 ? cause.kind.burst : 1)
      return line.telling(of: held)
    }
    if entry.written < cause.kind.burst {
      entry.written += 1
      return line
    }
    entry.held += 1
    (entry.newest, entry.newestTime) = (line, now)
    return nil
  }

  /// The moment when the first of the lines that are held back is due; nil if there are none.
  var nextDue: Int64? {
    entries.values.lazy.filter { $0.held > 0 }.map { $0.begin + Self.interval }.min()
  }

  /// The newest line of each cause whose time is over, in the order in which the lines came.
  mutating func due(at now: Int64) -> [Line] {
    let over = entries.filter { $0.value.held > 0 && now - $0.value.begin >= Self.interval }
    return over.sorted { $0.value.newestTime < $1.value.newestTime }.compactMap { cause, entry in
      entries[cause] = Entry(begin: now, written: cause.kind.burst)
      return entry.newest?.telling(of: entry.held - 1)
    }
  }

  /// The cause, or the one that all others of its kind share while there are too many.
  private mutating func known(_ cause: Cause, at now: Int64) -> Cause {
    guard entries[cause] == nil, entries.count >= Self.mostCauses else { return cause }
    entries = entries.filter { $0.value.held > 0 || now - $0.value.begin < Self.interval }
    return entries.count < Self.mostCauses ? cause : Cause(kind: cause.kind)
  }
}

extension LineLimiter.Line {
  /// The line with the number of others that were not written.
  fileprivate func telling(of others: Int) -> Self {
    guard others > 0 else { return self }
    return Self(
      level: level, text: "\(text) (\(others) more of this kind since the last such line)")
  }
}
