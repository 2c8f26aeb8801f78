// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc

/// Finds and reads the files of the configuration.
public struct ConfigurationFiles {
  /// The argument of `--config`: a file replaces scand.conf and its drop-ins, a directory replaces all
  /// directories, so that nothing of this machine's configuration applies.
  let main: String?

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
      })
    result.problems = dropIns.problems + result.problems
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
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// An empty file, or a link to /dev/null (stat(2) follows it), switches off what it overrides.
  private func isMasked(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFCHR || status.st_size == 0
  }

  private func contents(of path: String) -> ConfigurationFile.Contents {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return .unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: UnitFile.maximumLength + 1)
    var length = 0
    while length < bytes.count {
      let room = bytes.count - length
      let count = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress! + length, room)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .unreadable(String(cString: strerror(errno))) }
      if count == 0 { break }
      length += count
    }
    return .bytes(Array(bytes[..<length]))
  }
}

/// The configuration has errors.
public struct ConfigurationErrors: Error {
  /// Every error, with its file and line.
  public let problems: [Problem]
}
