// SPDX-License-Identifier: Apache-2.0

// A long output is written to a file beside its destination, under a name that begins with a dot,
// and gets its name when it is complete and synced. Every end of the program except SIGKILL removes
// it.

import Glibc
import Wire

/// A destination of long output: a file that appears when it is complete, or standard output.
package final class OutputFile {
  private let name: String
  private let descriptor: Int32
  /// The file beside and the name it will have; nil for standard output, a pipe or a device.
  private let paths: (beside: String, whole: String)?
  private var isFinished = false

  /// Opens the file beside `path`, or standard output (open(2)).
  ///
  /// - Parameter mode: the permissions of a new file, less the umask.
  package init(path: String?, mode: mode_t = 0o666) throws(OutputError) {
    guard let path else {
      (name, descriptor, paths) = ("standard output", STDOUT_FILENO, nil)
      return
    }
    name = path
    if let special = Self.special(path) {
      descriptor = open(special, O_WRONLY | O_CLOEXEC)
      paths = nil
    } else {
      let whole = Self.resolved(path)
      let beside = Self.beside(whole)
      descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      paths = (beside, whole)
    }
    if descriptor < 0 { throw .cannotCreate(path, errno: errno) }
    if let paths { Interruption.removes(paths.beside) }
  }

  deinit {
    discard()
    if descriptor != STDOUT_FILENO { close(descriptor) }
  }

  /// True if it is a terminal, where a progress bar would stand between the lines.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The path of the incomplete file; nil for a pipe, a device or standard output.
  package var unfinished: String? { paths?.beside }

  /// True if what is written appears only when it is whole.
  package var isAllOrNothing: Bool { paths != nil }

  /// Writes all of `bytes` (write(2)).
  ///
  /// A reader that has gone away, such as head(1), has what it wanted: that ends the program.
  package func write(_ bytes: [UInt8]) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno == EPIPE {
        exit(0)
      } else if errno != EINTR {
        throw .cannotWrite(name, errno: errno)
      }
    }
  }

  /// Gives the file its name, in place of one that had it (fsync(2), rename(2)).
  package func finish() throws(OutputError) {
    guard let paths else { return }
    guard fsync(descriptor) == 0, rename(paths.beside, paths.whole) == 0 else {
      throw .cannotWrite(name, errno: errno)
    }
    isFinished = true
    Interruption.removes(nil)
  }

  /// Takes the unfinished file away.
  package func discard() {
    guard let paths, !isFinished else { return }
    unlink(paths.beside)
    isFinished = true
    Interruption.removes(nil)
  }

  /// The path, if something is there that is no regular file: it is written to and not replaced.
  private static func special(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return nil }
    return path
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
  case cannotCreate(String, errno: Int32)
  /// It could not be written.
  case cannotWrite(String, errno: Int32)
}

extension OutputError: CustomStringConvertible {
  /// One line for people, safe to show on a terminal.
  package var description: String {
    switch self {
    case .cannotCreate(let path, let errno): "cannot create \(visible(path)): \(text(of: errno))"
    case .cannotWrite(let path, let errno): "cannot write \(visible(path)): \(text(of: errno))"
    }
  }

  /// The code of sysexits.h that tells a script what to do.
  package var exitCode: Int32 {
    switch self {
    case .cannotCreate: EX_CANTCREAT
    case .cannotWrite: EX_IOERR
    }
  }

  private func text(of errno: Int32) -> String { String(cString: strerror(errno)) }
}
