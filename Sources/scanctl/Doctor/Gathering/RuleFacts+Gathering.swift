// SPDX-License-Identifier: Apache-2.0

import Glibc
import Scanners

extension RuleFacts {
  /// Looks into the directories that udev reads, and asks the compiled hardware database.
  static func gather(_ database: HardwareDatabase?) -> RuleFacts {
    var facts = RuleFacts()
    facts.rules = find("rules.d/\(rulesName)")
    facts.database = find("hwdb.d/\(databaseName)")
    facts.isCompiledBelowUsr =
      status(of: "/etc/udev/hwdb.bin") == nil
      && ["/usr/lib/udev/hwdb.bin", "/lib/udev/hwdb.bin"].contains { status(of: $0) != nil }
    let keys = scannerKeys(facts.database)
    facts.models = keys.count
    facts.uncompiled = database.map { database in
      keys.filter { database.properties(of: $0).isEmpty }
    }
    return facts
  }

  /// The file of this name that counts.
  private static func find(_ name: String) -> File {
    for directory in directories {
      let path = "\(directory)/\(name)"
      guard let found = status(of: path) else { continue }
      return found.isMask ? .masked(path) : .installed(path)
    }
    return .absent
  }

  /// The keys of scand's own file and of this machine's.
  private static func scannerKeys(_ own: File) -> [String] {
    var paths = names(in: "/etc/udev/hwdb.d").filter { $0.hasSuffix(".hwdb") }
      .map { "/etc/udev/hwdb.d/\($0)" }
    if case .installed(let path) = own, !paths.contains(path) { paths.append(path) }
    return Set(paths.flatMap { scanctl.scannerKeys(inDatabase: FileContents(of: $0).text) })
      .sorted()
  }
}
