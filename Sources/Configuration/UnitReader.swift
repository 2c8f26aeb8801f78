// SPDX-License-Identifier: Apache-2.0

/// Reads what the files of one unit assign, a section at a time, and collects what is wrong.
struct UnitReader {
  private let mainPath: String
  /// The paths in the order of reading, by which problems are sorted.
  private let paths: [String]
  private let assignments: [UnitFile.Assignment]
  private let sections: [(file: String, section: UnitFile.Section)]
  private var found = ProblemList()
  /// Why nothing of the unit is used; shown however many problems there are.
  private var refusal: Problem?

  /// Takes the files of one unit, drop-ins behind their file.
  init(_ files: [ConfigurationFile]) {
    paths = files.map(\.path)
    mainPath = paths.first ?? ""
    var parsed: [UnitFile] = []
    for file in files {
      switch file.contents {
      case .bytes(let bytes): parsed.append(UnitFile(path: file.path, bytes: bytes))
      case .unreadable(let cause):
        found.append(Problem(file: file.path, text: "cannot be read: \(shown(cause))"))
      }
    }
    assignments = parsed.flatMap(\.assignments)
    sections = parsed.flatMap { file in file.sections.map { (file.path, $0) } }
    for problem in parsed.flatMap(\.problems) { found.append(problem) }
  }

  /// What is wrong, in the order of files and lines; what concerns a whole file behind its lines.
  var problems: [Problem] {
    let all = found.all(of: mainPath) + (refusal.map { [$0] } ?? [])
    let places = all.enumerated().map { index, problem in
      (file: paths.firstIndex(of: problem.file) ?? 0, line: problem.line ?? Int.max, index: index)
    }
    return places.sorted { $0 < $1 }.map { all[$0.index] }
  }

  /// Carries out the assignments of a section.
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
          try key.assign(&settings, assignment.value)
        } catch {
          report(assignment, error.text)
        }
      }
    }
  }

  /// Reports every section but those given.
  mutating func refuseUnknownSections(besides known: [SectionSummary]) {
    let names = known.map(\.name)
    for (file, section) in sections
    where !isForeign(section.name) && !names.contains(section.name) {
      found.append(
        Problem(
          file: file, line: section.line, key: "[\(section.name)]",
          text: unknownSectionText(section.name, known: names), section: nil))
    }
  }

  /// Reports an assignment.
  mutating func report(_ assignment: UnitFile.Assignment, _ text: String) {
    found.append(problem(of: assignment, text, section: assignment.section))
  }

  /// The assignment to a key that counts in the end: the last one, unless it is a reset.
  func lastAssignment(to key: String, in section: String) -> UnitFile.Assignment? {
    let last = assignments.last { $0.section == section && $0.key == key }
    return last.flatMap { $0.value.isEmpty ? nil : $0 }
  }

  /// Whether all that is wrong is known to be wrong within the section of that name.
  func isCertain(ofAllBut section: String) -> Bool {
    found.isComplete && found.shown.allSatisfy { $0.section == section }
  }

  /// Reports that a .scanner file matches every keyboard.
  mutating func refuseCatchAll() {
    let header = sections.first { $0.section.name == DeviceMatch.section.name }
    let keys = DeviceMatch.section.summary.keys.joined(separator: ", ")
    found.append(
      Problem(
        file: header?.file ?? mainPath, line: header?.section.line,
        key: "[\(DeviceMatch.section.name)]",
        text: "would take every keyboard; say which device is meant with \(keys)", section: nil))
  }

  /// Reports that nothing of the unit is used.
  mutating func refuseUnit() {
    refusal = Problem(
      file: mainPath, text: "is not used, since it is not certain which devices it means")
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
  return problem(of: assignment, verdict.text, section: verdict.meantSection ?? section.name)
}

private func problem(
  of assignment: UnitFile.Assignment, _ text: String, section: String
) -> Problem {
  Problem(
    file: assignment.file, line: assignment.line, key: assignment.key, text: text,
    section: section)
}

/// Whether a name is set aside for other programs, as systemd does it.
private func isForeign(_ name: String) -> Bool { name.utf8.starts(with: "X-".utf8) }
