// SPDX-License-Identifier: Apache-2.0

// The choice of the files that apply, by systemd's rules and from their names alone. A file
// replaces the file of the same name in a directory of lower priority; an empty file or a link to
// /dev/null masks it. Drop-ins are sorted by file name regardless of their directories
// (systemd.unit(5)). .scanner files are sorted by name, all directories together (systemd.link(5)).
// Names are bytes, as in the kernel: two spellings that Unicode holds for equal are two names.

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

extension ConfigurationUnit {
  /// True if both are the daemon, or scanner files whose names have the same bytes.
  public static func == (one: ConfigurationUnit, other: ConfigurationUnit) -> Bool {
    switch (one, other) {
    case (.daemon, .daemon): true
    case (.scanner(let one), .scanner(let other)): one.utf8.elementsEqual(other.utf8)
    case (.daemon, .scanner), (.scanner, .daemon): false
    }
  }

  /// Hashes the bytes of the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(Array(fileName.utf8))
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
    var byName: [[UInt8]: Entry] = [:]
    for entry in listing { byName[Array(entry.name.utf8)] = entry }
    let names = byName.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let applicable = names.compactMap { byName[$0] }.filter { !$0.isMasked }
    var dropIns: [[UInt8]: [Entry]] = [:]
    for entry in applicable {
      guard let owner = dropInOwner(entry.name) else { continue }
      dropIns[Array(owner.utf8), default: []].append(entry)
      // The drop-ins of a file that is masked are switched off with it.
      guard isScannerFile(owner), byName[Array(owner.utf8)] == nil else { continue }
      problems.append(
        Problem(
          .orphanDropIn, file: entry.path,
          text: "is a drop-in of \(shown(owner)), which does not exist"))
    }
    let scanners = applicable.map(\.name).filter(isScannerFile)
    for unit in [.daemon] + scanners.map(ConfigurationUnit.scanner) {
      let name = Array(unit.fileName.utf8)
      let main = [byName[name]].compactMap { $0 }.filter { !$0.isMasked }
      files += (main + (dropIns[name] ?? [])).map { File(path: $0.path, unit: unit) }
    }
  }
}

private func isScannerFile(_ name: String) -> Bool {
  let stem = name.utf8.dropLast(".scanner".utf8.count)
  return name.utf8.reversed().starts(with: ".scanner".utf8.reversed()) && !stem.isEmpty
    && stem.first != UInt8(ascii: ".") && !stem.contains(UInt8(ascii: "/"))
}

/// The file that `OWNER.d/NAME.conf` is a drop-in of; nil for all other names.
private func dropInOwner(_ name: String) -> String? {
  let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  guard parts.count == 2 else { return nil }
  let (directory, file) = (parts[0], parts[1])
  guard directory.reversed().starts(with: ".d".utf8.reversed()),
    file.reversed().starts(with: ".conf".utf8.reversed()), file.first != UInt8(ascii: ".")
  else { return nil }
  return String(Substring(directory.dropLast(2)))
}
