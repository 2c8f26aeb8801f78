// SPDX-License-Identifier: Apache-2.0

// Both files go into directories of root. No link of another user is followed on the way there and none at
// its end, a file appears when it is complete, and none is replaced that is somebody else's (`FilePlace`,
// `OutputFile`). The order is such that a kill at any moment leaves nothing that has an effect: the .scanner
// file alone marks no device, so the rule comes last when adopting and goes first when forgetting.

import Configuration
import SystemCalls
import TerminalIO

/// The directories of udev and scand that are written to.
package struct Premises: Sendable, Equatable {
  /// The directory that stands for `/`, without a slash at its end; empty for `/` itself.
  package let root: String

  /// The directories below `root`.
  package init(root: String = "") {
    var root = root[...]
    while root.hasSuffix("/") { root.removeLast() }
    self.root = String(root)
  }

  /// True if it is this machine, whose udev and scand can be told.
  package var isThisMachine: Bool { root.isEmpty }

  /// The path of the rule of an adopted scanner.
  package func rule(of name: AdoptedName) -> String {
    "\(root)\(Self.rules)/\(Self.rulePrefix)\(name)\(Self.ruleSuffix)"
  }

  /// The path of the .scanner file of an adopted scanner.
  package func scanner(of name: AdoptedName) -> String {
    "\(root)\(Self.settings)/\(name)\(Self.scannerSuffix)"
  }

  private static let rules = "/etc/udev/rules.d"
  private static let settings = "/etc/scand"
  private static let rulePrefix = "64-scand-"
  private static let ruleSuffix = ".rules"
  private static let scannerSuffix = ".scanner"
}

// MARK: Looking

extension Premises {
  /// The two files of a name, the rule first.
  func files(of name: AdoptedName) throws(AdoptionError) -> [AdoptedFile] {
    [try file(rule(of: name)), try file(scanner(of: name))]
  }

  /// The names of all scanners that were adopted, in their order.
  package func names() throws(AdoptionError) -> [AdoptedName] {
    let rules = Self.names(in: root + Self.rules, Self.rulePrefix, Self.ruleSuffix)
    let scanners = Self.names(in: root + Self.settings, "", Self.scannerSuffix)
    var found: [AdoptedName] = []
    for name in Set(rules + scanners).sorted(by: { $0.description < $1.description })
    where try files(of: name).contains(where: { $0.origin == .adopted || $0.origin == .edited }) {
      found.append(name)
    }
    return found
  }

  /// The first name like `wanted` under which nobody else has a file: `dock-1`, `dock-1-2` …
  func freeName(_ wanted: AdoptedName) throws(AdoptionError) -> AdoptedName {
    for number in 1...99 {
      let name = number == 1 ? wanted : wanted.numbered(number)
      if try taken(name) == nil { return name }
    }
    throw .taken(rule(of: wanted))
  }

  /// A file that keeps a name from being used; nil if there is none. The .scanner file of an adoption that was
  /// killed before its rule is none.
  func taken(_ name: AdoptedName) throws(AdoptionError) -> String? {
    let files = try files(of: name)
    if files[0].origin != nil { return files[0].path }
    if files[1].origin == .edited || files[1].origin == .foreign { return files[1].path }
    // A file in a directory of lower priority would be replaced by ours.
    for directory in DropIns.directories where directory != Self.settings {
      let path = "\(root)\(directory)/\(name)\(Self.scannerSuffix)"
      if Files.exist(path) { return path }
    }
    return nil
  }

  private static func names(
    in directory: String, _ prefix: String, _ suffix: String
  ) -> [AdoptedName] {
    ((try? Files.names(in: directory)) ?? []).compactMap { name in
      guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
      return AdoptedName(String(name.dropFirst(prefix.count).dropLast(suffix.count)))
    }
  }

  /// A file. What is no regular file, such as a link that masks a rule, is somebody else's.
  private func file(_ path: String) throws(AdoptionError) -> AdoptedFile {
    do throws(PathError) {
      return AdoptedFile(path: path, origin: try contents(of: path).map(Marker.origin))
    } catch {
      switch error {
      case .link, .notRegular: return AdoptedFile(path: path, origin: .foreign)
      default: throw .path(error)
      }
    }
  }

  /// The beginning of a file, none that was written here being as long; nil if there is no file.
  func contents(of path: String) throws(PathError) -> [UInt8]? {
    do throws(PathError) {
      let place = try FilePlace(path)
      guard try place.status() != nil else { return nil }
      return try Self.contents(of: place.openForReading())
    } catch {
      if case .call(let call) = error, call.errno == .noSuchFileOrDirectory { return nil }
      throw error
    }
  }

  private static func contents(of file: borrowing Descriptor) throws(PathError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    do throws(SystemCallError) {
      return Array(bytes[..<(try file.readAll(into: &bytes))])
    } catch {
      throw .call(error)
    }
  }
}

// MARK: Writing and removing

extension Premises {
  /// Throws if files cannot be written here at all.
  func check() throws(AdoptionError) {
    _ = try secure("\(root)/etc")
  }

  /// Writes the two files of a scanner, or none.
  func write(_ draft: Draft) throws(AdoptionError) {
    if let path = try taken(draft.name) { throw .taken(path) }
    do throws(AdoptionError) {
      try write(draft.scanner, to: scanner(of: draft.name))
      try write(draft.rule, to: rule(of: draft.name))
    } catch {
      _ = try? forget(draft.name, isForced: false)
      throw error
    }
  }

  /// Removes the files of a scanner that are as they were written, the rule first.
  ///
  /// - Parameter isForced: true if those that were changed are removed as well.
  /// - Returns: the files that were removed, and those that stay because somebody has changed them.
  func forget(
    _ name: AdoptedName, isForced: Bool
  ) throws(AdoptionError) -> (removed: [AdoptedFile], kept: [AdoptedFile]) {
    var outcome: (removed: [AdoptedFile], kept: [AdoptedFile]) = ([], [])
    for file in try files(of: name) {
      switch file.origin {
      case .edited where !isForced: outcome.kept.append(file)
      case .adopted, .edited:
        try remove(file.path)
        outcome.removed.append(file)
      case .foreign, nil: break
      }
    }
    return outcome
  }

  private func write(_ text: String, to path: String) throws(AdoptionError) {
    try makeDirectory(of: path)
    do throws(OutputError) {
      let file = try OutputFile(path: path, mode: 0o644)
      // scand reads it as another user, whatever root's umask is.
      try file.setPermissions(FilePermissions(rawValue: 0o644))
      try file.write(Array(text.utf8))
      try file.finish()
    } catch {
      throw .output(error)
    }
  }

  private func remove(_ path: String) throws(AdoptionError) {
    let place = try secure(path)
    do throws(SystemCallError) {
      try place.remove(place.name)
      try place.syncDirectory()
    } catch {
      throw .path(.call(error))
    }
  }

  /// Makes what is missing of the directories below the root.
  private func makeDirectory(of path: String) throws(AdoptionError) {
    let names = path.dropFirst(root.count).split(separator: "/").dropLast()
    var built = root
    for name in names {
      built += "/\(name)"
      let place = try secure(built, followsLast: true)
      do throws(PathError) {
        if try place.status() != nil { continue }
      } catch {
        throw .path(error)
      }
      do throws(SystemCallError) {
        try place.makeDirectory(permissions: FilePermissions(rawValue: 0o755))
      } catch {
        throw .path(.call(error))
      }
    }
    _ = try secure(path)
  }

  /// The place of a file, in a directory in which no other user could exchange it.
  private func secure(
    _ path: String, followsLast: Bool = false
  ) throws(AdoptionError) -> FilePlace {
    let place: FilePlace
    do throws(PathError) {
      place = try FilePlace(path, followsLast: followsLast)
    } catch {
      throw .path(error)
    }
    if let directory = place.exposure { throw .exposed(path, by: directory) }
    return place
  }
}
