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
  /// The place of the file; nil for standard output.
  private let place: FilePlace?
  /// The name of the file beside, until the file is complete.
  private let draft: String
  private var isFinished = false

  /// Opens the file beside `path`, or standard output (openat(2)).
  ///
  /// No link at `path` is followed, and above it only those of root and the caller: root's rights are not
  /// for the owner of a link. Only a regular file is replaced.
  ///
  /// - Parameter mode: the permissions of a new file, less the umask.
  package init(path: String?, mode: mode_t = 0o666) throws(OutputError) {
    name = path ?? "standard output"
    guard let path else {
      (place, draft) = (nil, "")
      file = try Self.standardOutput(name)
      return
    }
    do throws(PathError) {
      let place = try FilePlace(path)
      try place.requireRegularFile()
      var draft = ".\(place.name).part"
      file = try Self.create(&draft, at: place, FilePermissions(rawValue: mode))
      Interruption.removes(draft, in: place.directoryNumber)
      (self.place, self.draft) = (place, draft)
    } catch {
      throw .refused(path, error)
    }
  }

  deinit { discard() }

  /// True if it is a terminal, where a progress bar would stand between the lines.
  package var isTerminal: Bool { isatty(file.number) == 1 }

  /// The path of the incomplete file; nil for standard output.
  package var unfinished: String? {
    place == nil ? nil : Self.folder(of: name) + draft
  }

  /// True if what is written appears only when it is whole.
  package var isAllOrNothing: Bool { place != nil }

  /// Sets the permissions of the file, whatever the umask is (fchmod(2)).
  package func setPermissions(_ permissions: FilePermissions) throws(OutputError) {
    do throws(SystemCallError) {
      try file.setPermissions(permissions)
    } catch {
      throw .cannotWrite(name, error.errno)
    }
  }

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

  /// Gives the file its name, in place of one that had it (fsync(2), renameat(2)).
  package func finish() throws(OutputError) {
    guard let place else { return }
    do throws(SystemCallError) {
      try file.sync()
      try place.take(draft)
      isFinished = true
      Interruption.removes(nil)
      try place.syncDirectory()
    } catch {
      throw .cannotWrite(name, error.errno)
    }
  }

  /// Takes the unfinished file away.
  package func discard() {
    guard let place, !isFinished else { return }
    try? place.remove(draft)
    isFinished = true
    Interruption.removes(nil)
  }

  /// Creates the file beside, and locks it until the program ends. One that a killed program left is not
  /// locked any more, and is removed.
  private static func create(
    _ draft: inout String, at place: FilePlace, _ permissions: FilePermissions
  ) throws(PathError) -> Descriptor {
    while true {
      do throws(SystemCallError) {
        let file = try place.create(draft, permissions: permissions)
        try? file.lock()
        // Before it was locked, another program may have taken it for one that was left.
        if try Stat.of(descriptor: file.number).rawValue.st_nlink > 0 { return file }
      } catch {
        guard error.errno == .fileExists else { throw .call(error) }
        if !place.removeAbandoned(draft) {
          draft = ".\(place.name).part-\(UInt32.random(in: 0 ... .max))"
        }
      }
    }
  }

  private static func standardOutput(_ name: String) throws(OutputError) -> Descriptor {
    do throws(SystemCallError) {
      return try Descriptor(duplicating: STDOUT_FILENO)
    } catch {
      throw .cannotWrite(name, error.errno)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

/// The reason that a file could not be written.
package enum OutputError: Error, Equatable {
  /// The failure to get to the place of `path`.
  fileprivate static func refused(_ path: String, _ error: PathError) -> OutputError {
    if case .call(let call) = error { .cannotCreate(path, call.errno) } else { .refused(error) }
  }

  /// No file can be made there.
  case cannotCreate(String, Errno)
  /// It could not be written.
  case cannotWrite(String, Errno)
  /// A link or something that is no regular file is in the way.
  case refused(PathError)
}

extension OutputError: CustomStringConvertible {
  /// One line for people, safe to show on a terminal.
  package var description: String {
    switch self {
    case .cannotCreate(let path, let errno): "cannot create \(visible(path)): \(errno)"
    case .cannotWrite(let path, let errno): "cannot write \(visible(path)): \(errno)"
    case .refused(let error): visible(error.description)
    }
  }

  /// The code of sysexits.h that tells a script what to do.
  package var exitCode: Int32 {
    switch self {
    case .cannotCreate, .refused: EX_CANTCREAT
    case .cannotWrite: EX_IOERR
    }
  }
}
