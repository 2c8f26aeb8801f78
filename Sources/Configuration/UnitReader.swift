// SPDX-License-Identifier: Apache-2.0

/// A reader of the files of one unit, a section at a time, that collects their problems.
struct UnitReader {
  private let mainPath: String
  /// The paths in reading order, by which problems are sorted.
  private let paths: [String]
  private let assignments: [UnitFile.Assignment]
  private let sections: [(file: String, section: UnitFile.Section)]
  private var found = ProblemList()
  /// The problem for which the unit is ignored; shown however many problems there are.
  private var refusal: Problem?

  /// A reader of the files of one unit: the main file, then its drop-ins.
  init(_ files: [ConfigurationFile]) {
    paths = files.map(\.path)
    mainPath = paths.first ?? ""
    var parsed: [UnitFile] = []
    for file in files {
      switch file.contents {
      case .bytes(let bytes): parsed.append(UnitFile(path: file.path, bytes: bytes))
      case .unreadable(let cause):
        found.append(Problem(.unreadable, file: file.path, text: "cannot be read: \(shown(cause))"))
      }
    }
    assignments = parsed.flatMap(\.assignments)
    sections = parsed.flatMap { file in file.sections.map { (file.path, $0) } }
    for problem in parsed.flatMap(\.problems) { found.append(problem) }
  }

  /// The problems in the order of files and lines; those of a whole file after those of its lines.
  var problems: [Problem] {
    let all = found.all(of: mainPath) + (refusal.map { [$0] } ?? [])
    let places = all.enumerated().map { index, problem in
      (file: paths.firstIndex(of: problem.file) ?? 0, line: problem.line ?? Int.max, index: index)
    }
    return places.sorted { $0 < $1 }.map { all[$0.index] }
  }

  /// Carries out the assignments in a section.
  mutating func read<Target: SectionSettings>(into settings: inout Target) {
    let section = Target.section
    for assignment in assignments where assignment.section == section.name {
      guard let key = section.keys.first(where: { $0.name == assignment.key }) else {
        refuseUnknownKey(assignment, in: section.summary)
        continue
      }
      if assignment.value.isEmpty {
        key.reset(&settings)
      } else {
        do throws(ValueError) {
          try key.assign(&settings, assignment)
        } catch {
          report(.badValue, assignment, error.text)
        }
      }
    }
  }

  /// Reports every section except the known ones.
  mutating func refuseUnknownSections(besides known: [SectionSummary]) {
    let names = known.map(\.name)
    for (file, section) in sections
    where !isForeign(section.name) && !names.contains(section.name) {
      found.append(
        Problem(
          .unknownSection, file: file, line: section.line, key: "[\(section.name)]",
          text: unknownSectionText(section.name, known: names), section: nil))
    }
  }

  /// Reports a problem of an assignment.
  mutating func report(
    _ code: Problem.Code, _ assignment: UnitFile.Assignment, _ text: @autoclosure () -> String
  ) {
    found.append(problem(code, of: assignment, text(), section: assignment.section))
  }

  /// The effective assignment to a key: the last one, unless it is a reset.
  func lastAssignment(to key: String, in section: String) -> UnitFile.Assignment? {
    let last = assignments.last { $0.section == section && $0.key == key }
    return last.flatMap { $0.value.isEmpty ? nil : $0 }
  }

  /// True if all problems are known to be in the section with this name.
  func isCertain(ofAllBut section: String) -> Bool {
    found.isComplete && found.shown.allSatisfy { $0.section == section }
  }

  /// Reports that a .scanner file matches every keyboard.
  mutating func refuseCatchAll() {
    let header = sections.first { $0.section.name == DeviceMatch.section.name }
    let keys = DeviceMatch.section.summary.keys.joined(separator: ", ")
    found.append(
      Problem(
        .matchesEverything, file: header?.file ?? mainPath, line: header?.section.line,
        key: "[\(DeviceMatch.section.name)]",
        text: "matches every keyboard; name the device with \(keys)", section: nil))
  }

  /// Reports that the unit is ignored.
  mutating func refuseUnit() {
    refusal = Problem(
      .ignoredUnit, file: mainPath,
      text: "is ignored, because the devices that it matches are uncertain")
  }

  private mutating func refuseUnknownKey(
    _ assignment: UnitFile.Assignment, in section: SectionSummary
  ) {
    guard !isForeign(assignment.key) else { return }
    found.append(unknownKeyProblem(assignment, in: section))
  }
}

private func unknownKeyProblem(
  _ assignment: UnitFile.Assignment, in section: SectionSummary
) -> Problem {
  let verdict = unknownKey(assignment.key, in: section)
  return problem(
    .unknownKey, of: assignment, verdict.text, section: verdict.meantSection ?? section.name)
}

private func problem(
  _ code: Problem.Code, of assignment: UnitFile.Assignment, _ text: String, section: String
) -> Problem {
  Problem(
    code, file: assignment.file, line: assignment.line, key: assignment.key, text: text,
    section: section)
}

/// True for names that are reserved for other programs, as in systemd.
private func isForeign(_ name: String) -> Bool { name.utf8.starts(with: "X-".utf8) }
