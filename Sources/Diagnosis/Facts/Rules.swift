// SPDX-License-Identifier: Apache-2.0

// A scanner becomes one by two files: the hardware database knows models, and the rules give every
// device that is known, or registered here, to scand. The database counts only once it is compiled.

import TerminalIO
import Wire

/// udev's rules and hardware database (udev(7), hwdb(7)).
struct RuleFacts: Equatable {
  /// The name of the rules file.
  static let rulesName = "65-scand.rules"
  /// The name of the hardware database file.
  static let databaseName = "65-scand.hwdb"
  /// The directories that udev reads for both; the first of two files with the same name wins.
  static let directories = [
    "/etc/udev", "/run/udev", "/usr/local/lib/udev", "/usr/lib/udev", "/lib/udev",
  ]

  /// A file in one of udev's directories.
  enum File: Equatable {
    case absent
    case installed(String)
    /// Empty, or a link to /dev/null, which switches it off.
    case masked(String)
  }

  /// The rules file.
  var rules = File.absent
  /// The hardware database file.
  var database = File.absent
  /// The number of models that the database files list as scanners.
  var models = 0
  /// Keys in these files that the compiled database does not know; nil if there is none.
  var uncompiled: [String]? = []

  /// True if the distribution keeps the compiled one below /usr. One in /etc goes before it, and
  /// would hide from udev what packages bring later, so none is made where there is none.
  var isCompiledBelowUsr = false

  /// The findings about both files.
  var findings: [Finding] {
    if rules == .absent, database == .absent {
      return [
        absent(
          .rules, "\(Self.rulesName) and \(Self.databaseName) are",
          [.install, .readUnits] + compile)
      ]
    }
    return [rulesFinding, databaseFinding]
  }

  private var rulesFinding: Finding {
    let apply = [Command.reloadRules, .triggerDevices]
    switch rules {
    case .installed(let path):
      return Finding(check: .rules, state: .ok, seen: "\(visible(path)) is installed")
    case .masked(let path): return masked(.rules, path, apply)
    case .absent: return absent(.rules, "\(Self.rulesName) is", [.install, .readUnits] + apply)
    }
  }

  private var databaseFinding: Finding {
    switch database {
    case .masked(let path): return masked(.hwdb, path, compile)
    case .absent: return absent(.hwdb, "\(Self.databaseName) is", [.install, .readUnits] + compile)
    case .installed(let path):
      guard let uncompiled else { return stale("No hardware database is compiled") }
      guard let first = uncompiled.first else {
        return Finding(
          check: .hwdb, state: .ok,
          seen: "\(visible(path)) is compiled: \(counted(models, "model")) known")
      }
      let count = counted(uncompiled.count, "model")
      return stale("The compiled hardware database lacks \(count), such as \(visible(first))")
    }
  }

  private var compile: [Command] {
    [.updateHardwareDatabase(belowUsr: isCompiledBelowUsr), .reloadRules, .triggerDevices]
  }

  private func absent(_ check: Check, _ what: String, _ commands: [Command]) -> Finding {
    Finding(
      check: check, state: .problem, seen: "\(what) not installed", why: Self.consequence,
      cures: [Cure(when: "in scand's source directory", commands: commands)])
  }

  private func masked(_ check: Check, _ path: String, _ commands: [Command]) -> Finding {
    Finding(
      check: check, state: .problem, seen: "\(visible(path)) is empty, which disables it",
      why: Self.consequence, cures: [Cure(commands: [.root("rm \(shellWord(path))")] + commands)])
  }

  private func stale(_ seen: String) -> Finding {
    Finding(
      check: .hwdb, state: .problem, seen: seen, why: "these scanners are treated as keyboards",
      cures: [Cure(commands: compile)])
  }

  private static let consequence = "udev does not tell scand which devices are scanners"
}

/// The keys in a file of the hardware database that are about scanners (hwdb(7)).
func scannerKeys(inDatabase text: String) -> [String] {
  text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("scanner:") }.map { line in
    String(line.prefix { !$0.isWhitespace })
  }
}
