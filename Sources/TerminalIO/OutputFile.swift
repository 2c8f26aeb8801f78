// SPDX-License-Identifier: Apache-2.0

// A long output is written to a file beside its destination, under a name that begins with a dot,
// and gets its name when it is complete and synced. Every end of the program except SIGKILL removes
// it.

import Glibc
import SystemCalls
import Wire

/// A destination of long output: a file that appears when it is complete, or standard output.
package final class OutputFile {
  private let name: String
  private let file: Descriptor
  /// The file beside and the name it will have; nil for standard output, a pipe or a device.
  private let paths: (beside: String, whole: String)?
  private var isFinished = false

  /// Opens the file beside `path`, or standard output (open(2)).
  ///
  /// - Parameter mode: the permissions of a new file, less the umask.
  package init(path: String?, mode: mode_t = 0o666) throws(OutputError) {
    name = path ?? "standard output"
    do throws(SystemCallError) {
      if let path, !Self.isSpecial(path) {
        let whole = Self.resolved(path)
        let beside = Self.beside(whole)
        file = try Descriptor(
          opening: beside, .writeOnly, [.create, .exclusiveCreate],
          permissions: FilePermissions(rawValue: mode))
        paths = (beside, whole)
        Interruption.removes(beside)
      } else {
        file =
          if let path { try Descriptor(opening: path, .writeOnly) } else {
            try Descriptor(duplicating: STDOUT_FILENO)
          }
        paths = nil
      }
    } catch {
      throw path == nil ? .cannotWrite(name, error.errno) : .cannotCreate(name, error.errno)
    }
  }

  deinit { discard() }

  /// True if it is a terminal, where a progress bar would stand between the lines.
  package var isTerminal: Bool { isatty(file.number) == 1 }

  /// The path of the incomplete file; nil for a pipe, a device or standard output.
  package var unfinished: String? { paths?.beside }

  /// True if what is written appears only when it is whole.
  package var isAllOrNothing: Bool { paths != nil }

  /// Writes all of `bytes` (write(2)).
  ///
  /// A reader that has gone away, such as head(1), has what it wanted: that ends the program.
  package func write(_ bytes: [UInt8]) throws(OutputError) {
    do throws(SystemCallError) {
      try file.writeAll(bytes[...])
    } catch {
      if error.errno == .brokenPipe { exit(0) }
      throw .cannotWrite(name, error.errno)
    }
  }

  /// Gives the file its name, in place of one that had it (fsync(2), rename(2)).
  package func finish() throws(OutputError) {
    guard let paths else { return }
    do throws(SystemCallError) {
      try file.sync()
      try Files.rename(paths.beside, to: paths.whole)
    } catch {
      throw .cannotWrite(name, error.errno)
    }
    isFinished = true
    Interruption.removes(nil)
  }

  /// Takes the unfinished file away.
  package func discard() {
    guard let paths, !isFinished else { return }
    try? Files.remove(paths.beside)
    isFinished = true
    Interruption.removes(nil)
  }

  /// True if something is there that is no regular file: it is written to and not replaced.
  private static func isSpecial(_ path: String) -> Bool {
    (try? Stat.of(path: path)).map { $0.type != .regular } ?? false
  }

  /// The target of a symbolic link (realpath(3)), so that the link stays one.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func beside(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().map { $0 + "/" }.joined()
    return "\(folder).\(parts.last ?? "").\(getpid())"
  }
}

/// The reason that a file could not be written.
package enum OutputError: Error, Equatable {
  /// No file can be made there.
  case cannotCreate(String, Errno)
  /// It could not be written.
  case cannotWrite(String, Errno)
}

extension OutputError: CustomStringConvertible {
  /// One line for people, safe to show on a terminal.
  package var description: String {
    switch self {
    case .cannotCreate(let path, let errno): "cannot create \(visible(path)): \(errno)"
    case .cannotWrite(let path, let errno): "cannot write \(visible(path)): \(errno)"
    }
  }

  /// The code of sysexits.h that tells a script what to do.
  package var exitCode: Int32 {
    switch self {
    case .cannotCreate: EX_CANTCREAT
    case .cannotWrite: EX_IOERR
    }
  }
}
