// SPDX-License-Identifier: Apache-2.0

import Tracking

@testable import Configuration

/// The files of a unit and what they load to. Their paths are their numbers.
struct Loaded {
  /// The unit of the files.
  let unit: ConfigurationUnit
  /// The bytes of the main file and of its drop-ins.
  let texts: [[UInt8]]
  /// The settings and the problems.
  let result: LoadResult

  /// Loads the files.
  init(unit: ConfigurationUnit, texts: [[UInt8]]) {
    self.unit = unit
    self.texts = texts
    let files = texts.enumerated().map { number, bytes in
      ConfigurationFile(path: "\(number)", unit: unit, contents: .bytes(bytes))
    }
    result = load(files: files)
  }

  /// The same files as sections and assignments.
  var files: [UnitFile] {
    texts.enumerated().map { UnitFile(path: "\($0)", bytes: $1) }
  }

  /// True if all lines are headers or assignments.
  var isPlain: Bool {
    result.problems.allSatisfy { ![.syntax, .unreadable, .tooMany].contains($0.code) }
  }

  /// The settings without the places of assignments.
  var placeless: Settings { result.settings.placed { _ in 0 } }
}

extension Settings {
  /// The settings with other lines of the assignments that are kept; line 0 is no place at all.
  func placed(_ line: (Int) -> Int) -> Settings {
    var settings = self
    settings.daemon.subscriberUsers = daemon.subscriberUsers.map { reservation in
      let line = line(reservation.line)
      return SubscriberReservation(
        name: reservation.name, user: reservation.user, uid: reservation.uid,
        file: line == 0 ? "" : reservation.file, line: line)
    }
    return settings
  }
}

extension LoadResult {
  /// The result with other lines of all that has one, and keys shown once more.
  func placed(_ line: (Int) -> Int) -> LoadResult {
    LoadResult(
      settings: settings.placed(line),
      problems: problems.map { problem in
        Problem(
          problem.code, file: problem.file, line: problem.line.map(line), key: problem.key,
          text: problem.text, section: problem.section)
      })
  }
}
