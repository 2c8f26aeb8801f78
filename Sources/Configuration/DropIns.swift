// SPDX-License-Identifier: Apache-2.0

// The choice of the files that apply, by systemd's rules and from their names alone. A file
// replaces the file of the same name in a directory of lower priority; an empty file or a link to
// /dev/null masks it. Drop-ins are sorted by file name regardless of their directories
// (systemd.unit(5)). .scanner files are sorted by name, all directories together (systemd.link(5)).

/// A file together with its drop-ins.
public enum ConfigurationUnit: Sendable, Hashable {
  /// `scand.conf` and `scand.conf.d/*.conf`.
  case daemon
  /// `NAME.scanner` and `NAME.scanner.d/*.conf`; the name includes its ending.
  case scanner(String)

  var fileName: String {
    switch self {
    case .daemon: "scand.conf"
    case .scanner(let name): name
    }
  }
}

/// The files of a configuration that apply.
public struct DropIns: Sendable, Equatable {
  /// The configuration directories, lowest priority first.
  public static let directories = ["/usr/lib/scand", "/run/scand", "/etc/scand"]

  /// A file in a configuration directory.
  public struct Entry: Sendable, Hashable {
    /// The configuration directory.
    public var directory: String
    /// The path in it: `scand.conf`, `dock-1.scanner`, `dock-1.scanner.d/50-local.conf`.
    public var name: String
    /// True if the file is empty or a link to /dev/null.
    public var isMasked: Bool

    /// An entry for a file.
    public init(directory: String, name: String, isMasked: Bool = false) {
      self.directory = directory
      self.name = name
      self.isMasked = isMasked
    }

    var path: String { "\(directory)/\(name)" }
  }

  /// A file that applies.
  public struct File: Sendable, Hashable {
    /// The path.
    public let path: String
    /// The unit that it belongs to.
    public let unit: ConfigurationUnit
  }

  /// The files that apply, in reading order: the daemon's, then the scanners' by name, each
  /// followed by its drop-ins.
  public private(set) var files: [File] = []
  /// Drop-ins whose .scanner file does not exist.
  public private(set) var problems: [Problem] = []

  /// The files that apply among those in `directories`, lowest priority first.
  ///
  /// - Parameters:
  ///   - names: gives the names in a directory; none if there is no such directory.
  ///   - isMasked: true if the file at a path is empty or a link to /dev/null.
  public init(
    directories: [String] = directories, names: (String) -> [String], isMasked: (String) -> Bool
  ) {
    var listing: [Entry] = []
    for directory in directories {
      let found = names(directory).flatMap { name in
        name.hasSuffix(".d") ? names("\(directory)/\(name)").map { "\(name)/\($0)" } : [name]
      }
      listing += found.map { name in
        Entry(directory: directory, name: name, isMasked: isMasked("\(directory)/\(name)"))
      }
    }
    self.init(listing: listing)
  }

  /// The files that apply among those listed, lowest priority first.
  public init(listing: [Entry]) {
    var byName: [String: Entry] = [:]
    for entry in listing { byName[entry.name] = entry }
    let names = byName.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let applicable = names.compactMap { byName[$0] }.filter { !$0.isMasked }
    let scanners = applicable.map(\.name).filter(isScannerFile)
    for unit in [.daemon] + scanners.map(ConfigurationUnit.scanner) {
      let drops = applicable.filter { isDropIn($0.name, of: unit.fileName) }
      let main = applicable.filter { $0.name == unit.fileName }
      files += (main + drops).map { File(path: $0.path, unit: unit) }
    }
    problems = applicable.filter { entry in
      // The drop-ins of a file that is masked are switched off with it.
      guard let owner = dropInOwner(entry.name), isScannerFile(owner) else { return false }
      return byName[owner] == nil
    }.map { entry in
      let owner = dropInOwner(entry.name) ?? ""
      return Problem(
        .orphanDropIn, file: entry.path,
        text: "is a drop-in of \(shown(owner)), which does not exist")
    }
  }
}

private func isScannerFile(_ name: String) -> Bool {
  let stem = name.utf8.dropLast(".scanner".utf8.count)
  return name.utf8.reversed().starts(with: ".scanner".utf8.reversed()) && !stem.isEmpty
    && stem.first != UInt8(ascii: ".") && !stem.contains(UInt8(ascii: "/"))
}

private func isDropIn(_ name: String, of owner: String) -> Bool {
  dropInOwner(name) == owner
}

/// The file that `OWNER.d/NAME.conf` is a drop-in of; nil for all other names.
private func dropInOwner(_ name: String) -> String? {
  let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  guard parts.count == 2 else { return nil }
  let directory = String(Substring(parts[0]))
  let file = parts[1]
  guard directory.utf8.reversed().starts(with: ".d".utf8.reversed()),
    file.reversed().starts(with: ".conf".utf8.reversed()), file.first != UInt8(ascii: ".")
  else { return nil }
  return String(directory.dropLast(2))
}
