// SPDX-License-Identifier: Apache-2.0

// The messages about keys and sections that do not exist, with the name that was probably meant.

import Wire

/// All sections, and the files that they belong in.
private let allSections: [(section: SectionSummary, file: String)] = [
  (DaemonSettings.section.summary, "scand.conf"),
  (DeviceMatch.section.summary, "a .scanner file"),
  (ScannerSettings.section.summary, "a .scanner file"),
]

/// The message about a key that is not in its section, and the section that it was meant for, if
/// that can be guessed.
func unknownKey(
  _ key: String, in section: SectionSummary
) -> (text: String, meantSection: String?) {
  let unknown = "unknown key in [\(section.name)]"
  if let near = nearestName(to: key, among: section.keys) {
    return ("\(unknown); did you mean \(near)\(caseHint(key, near))?", nil)
  }
  for (other, file) in allSections where other.name != section.name {
    if other.keys.contains(key) {
      return ("belongs in [\(other.name)] of \(file), not in [\(section.name)]", other.name)
    }
    if let near = nearestName(to: key, among: other.keys) {
      return ("\(unknown); did you mean \(near) in [\(other.name)]?", other.name)
    }
  }
  return ("\(unknown); the keys are \(section.keys.joined(separator: ", "))", nil)
}

/// The message about a section that is not one of the `known` sections of its file.
func unknownSectionText(_ name: String, known: [String]) -> String {
  let all = known.map { "[\($0)]" }.joined(separator: " and ")
  if let near = nearestName(to: name, among: known) {
    return "unknown section; did you mean [\(near)]\(caseHint(name, near))?"
  }
  if let home = allSections.first(where: { $0.section.name == name }) {
    return "belongs in \(home.file); the sections here are \(all)"
  }
  return "unknown section; the sections here are \(all)"
}

private func caseHint(_ typed: String, _ near: String) -> String {
  typed.lowercased() == near.lowercased() ? " (capital letters matter)" : ""
}
