// SPDX-License-Identifier: Apache-2.0

import Configuration
import TerminalIO
import Wire

/// The configuration's files, read as the daemon would read them.
struct ConfigurationFacts: Equatable {
  /// The files that apply.
  var files: [String] = []
  /// The errors in them.
  var problems: [Problem] = []
  /// Files that this user may not read.
  var hidden: [String] = []

  /// The findings about the configuration.
  var findings: [Finding] {
    let wrong = problemFindings + hidden.map(unreadable)
    guard wrong.isEmpty else { return wrong }
    let seen =
      files.isEmpty
      ? "There are no files; the defaults apply"
      : "\(counted(files.count, "file")) without error"
    return [Finding(check: .configuration, state: .ok, seen: seen)]
  }

  /// One finding for each file, which is opened at the first of its lines that are wrong.
  private var problemFindings: [Finding] {
    var seen: Set<String> = []
    let files = problems.map(\.file).filter { seen.insert($0).inserted }
    return files.map { file in
      let here = problems.filter { $0.file == file }
      let line = here.compactMap(\.line).first.map { "+\($0) " } ?? ""
      return Finding(
        check: .configuration, state: .problem,
        seen: "\(visible(file)) has \(counted(here.count, "error"))",
        why: "scand does not start with errors; a running one keeps its old configuration",
        details: here.map { visible($0.description) },
        cures: [
          Cure(
            .root("${EDITOR:-editor} \(line)\(shellWord(file))"),
            .units("reload-or-restart scand.service"))
        ])
    }
  }

  private func unreadable(_ file: String) -> Finding {
    Finding(
      check: .configuration, state: .unknown, seen: "\(visible(file)) cannot be read by you",
      why: "root can check it", cures: [.asRoot])
  }
}

extension Cure {
  /// Looks again as root.
  static let asRoot = Cure(.root("scanctl doctor"))
}
