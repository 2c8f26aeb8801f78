// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc

extension ConfigurationFacts {
  /// Reads the configuration as the daemon does; the settings are what its readable files say.
  static func gather() -> (facts: ConfigurationFacts, settings: Settings) {
    let dropIns = DropIns(names: names) { status(of: $0)?.isMask ?? false }
    var facts = ConfigurationFacts()
    facts.hidden = DropIns.directories.filter { access($0, R_OK | X_OK) != 0 && errno == EACCES }
    var files: [ConfigurationFile] = []
    for file in dropIns.files {
      guard let contents = contents(of: file.path) else {
        facts.hidden.append(file.path)
        continue
      }
      facts.files.append(file.path)
      files.append(ConfigurationFile(path: file.path, unit: file.unit, contents: contents))
    }
    let result = load(files: files)
    facts.problems = dropIns.problems + result.problems
    return (facts, result.settings)
  }

  /// What a file holds; nil if this user may not read it.
  private static func contents(of path: String) -> ConfigurationFile.Contents? {
    switch FileContents(of: path, limit: UnitFile.maximumLength + 1) {
    case .bytes(let bytes): .bytes(bytes)
    case .absent: .unreadable(String(cString: strerror(ENOENT)))
    case .unreadable(let reason): geteuid() == 0 ? .unreadable(reason) : nil
    }
  }
}
