// SPDX-License-Identifier: Apache-2.0

// The file is opened once, with the rights of the caller, and copied from that descriptor. So the process
// can become another user before it touches the state directory, and the copy is of the file that was
// verified.

import SystemCalls

/// A verified backup that is held open to be restored.
public struct BackupSource: ~Copyable, Sendable {
  /// The content of the backup.
  public let contents: BackupFile
  private let file: Descriptor
  private let version: Version

  /// A file at a moment: another file, or another content, has another one.
  private struct Version: Equatable {
    let identity: FileIdentity
    let length, seconds, nanoseconds: Int

    init(_ status: Stat) {
      identity = status.identity
      length = Int(status.size)
      seconds = status.rawValue.st_mtim.tv_sec
      nanoseconds = status.rawValue.st_mtim.tv_nsec
    }
  }

  /// The length in bytes.
  var length: Int64 { Int64(version.length) }

  /// Opens a regular file and checks all of it, which takes a while if it is large.
  public init(verifying path: String) throws(JournalError) {
    let file = try Self.opened(path)
    let version = try Self.version(of: file)
    let contents = try BackupFile(verifying: path)
    let after = try Self.version(of: file)
    guard after == version, JournalFiles.identity(of: path) == version.identity else {
      throw .changed(path)
    }
    self.contents = contents
    self.version = version
    self.file = file
  }

  private static func opened(_ path: String) throws(JournalError) -> Descriptor {
    do throws(PathError) {
      return try FilePlace(path, followsLast: true).openForReading()
    } catch {
      throw JournalError(.unsoundBackup, error.description)
    }
  }

  /// Copies the file to an empty one (pread(2), write(2)).
  func copy(
    to target: borrowing Descriptor, progress: (Int64, Int64) -> Void
  ) throws(JournalError) {
    do throws(SystemCallError) {
      var block = [UInt8](repeating: 0, count: 1 << 20)
      var done: Int64 = 0
      while true {
        let count = try file.read(into: &block, at: done)
        if count == 0 { break }
        try target.writeAll(block[..<count])
        done += Int64(count)
        progress(done, length)
      }
      try target.sync()
    } catch {
      throw .directory(error.subject ?? contents.path, error)
    }
    try requireUnchanged()
  }

  private func requireUnchanged() throws(JournalError) {
    guard try Self.version(of: file) == version else { throw .changed(contents.path) }
  }

  private static func version(of file: borrowing Descriptor) throws(JournalError) -> Version {
    do throws(SystemCallError) {
      return Version(try Stat.of(descriptor: file.number))
    } catch {
      throw .system(error)
    }
  }
}

extension JournalError {
  fileprivate static func changed(_ path: String) -> JournalError {
    JournalError(
      .unsoundBackup, "\(path): it was changed while it was read; try again when it is whole")
  }
}
