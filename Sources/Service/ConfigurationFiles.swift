// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Layouts
import SystemCalls

/// Finds and reads the files of the configuration.
public struct ConfigurationFiles: Sendable {
  /// The argument of `--config`: a file replaces scand.conf and its drop-ins, a directory replaces all
  /// directories, so that nothing of this machine's configuration applies.
  let main: String?
  /// The keyboard layouts that the files name.
  let layouts = LayoutLibrary()

  /// The files that apply with this argument of `--config`.
  public init(main: String?) {
    self.main = main
  }

  /// Reads every file that applies.
  func load() -> LoadResult {
    let directory = main.flatMap { isDirectory($0) ? $0 : nil }
    let dropIns = DropIns(
      directories: directory.map { [$0] } ?? DropIns.directories, names: names, isMasked: isMasked)
    var files = dropIns.files.map { (path: $0.path, unit: $0.unit) }
    if let main, directory == nil {
      files.removeAll { $0.unit == .daemon }
      files.insert((main, .daemon), at: 0)
    }
    var result = Configuration.load(
      files: files.map {
        ConfigurationFile(path: $0.path, unit: $0.unit, contents: contents(of: $0.path))
      }, layouts: layouts.layout(named:))
    result.problems = dropIns.problems + result.problems
    result.resolveUsers(userID(of:))
    return result
  }

  /// The settings.
  ///
  /// - Throws: `ConfigurationErrors` with every problem: a scanner that is read with half of its
  ///   configuration would send scans to the wrong station.
  public func settings() throws -> Settings {
    let result = load()
    guard result.problems.isEmpty else { throw ConfigurationErrors(problems: result.problems) }
    return result.settings
  }

  private func names(in directory: String) -> [String] {
    (try? Files.names(in: directory)) ?? []
  }

  private func isDirectory(_ path: String) -> Bool {
    (try? Stat.of(path: path))?.type == .directory
  }

  /// An empty file, or a link to /dev/null (stat(2) follows it), switches off what it overrides.
  private func isMasked(_ path: String) -> Bool {
    guard let status = try? Stat.of(path: path) else { return false }
    return status.type == .characterSpecial || status.size == 0
  }

  private func contents(of path: String) -> ConfigurationFile.Contents {
    do throws(SystemCallError) {
      // One byte more than is allowed shows that a file is too long.
      return .bytes(try Files.read(path, upTo: UnitFile.maximumLength + 1))
    } catch {
      return .unreadable(error.reason)
    }
  }
}

/// The configuration has errors.
public struct ConfigurationErrors: Error {
  /// Every error, with its file and line.
  public let problems: [Problem]
}
