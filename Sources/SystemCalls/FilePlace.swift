// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The place of a file: its name, and its directory, which was reached without following a link of
/// another user. Only links of root and of the caller are followed.
public final class FilePlace: Sendable {
  /// The path as it was given.
  public let path: String
  /// The name in the directory.
  public let name: String
  /// The status of the directory: fstat(2).
  public let directoryStatus: Stat
  /// A directory on the way in which a user who is neither root nor the caller could exchange what was
  /// found; nil if there is none.
  public let exposure: String?
  private let directory: Descriptor

  /// Walks to a file, which need not be there: openat(2).
  ///
  /// - Parameter followsLast: true if the file itself may be a link.
  public init(_ path: String, followsLast: Bool = false) throws(PathError) {
    var walk = try PathWalk(path, followsLast: followsLast)
    while try walk.goOn() {}
    self.path = path
    name = walk.name
    exposure = walk.exposure
    directoryStatus = walk.status
    directory = walk.directory
  }

  /// The number of the directory's descriptor, valid as long as this value.
  public var directoryNumber: Int32 { directory.number }

  /// The status of the file, of a link itself: fstatat(2). Nil if there is none.
  public func status() throws(PathError) -> Stat? {
    var status = stat()
    do throws(SystemCallError) {
      try systemCall("fstatat", on: path) {
        fstatat(directory.number, name, &status, AT_SYMLINK_NOFOLLOW)
      }
    } catch {
      if error.errno == .noSuchFileOrDirectory { return nil }
      throw .call(error)
    }
    return Stat(rawValue: status)
  }

  /// Throws if there is something that is no regular file.
  public func requireRegularFile() throws(PathError) {
    if let type = try status()?.type, type != .regular { throw .notRegular(path, type) }
  }

  /// Opens the file for reading, if it is a regular one: openat(2), O_NOFOLLOW. Never waits.
  public func openForReading() throws(PathError) -> Descriptor {
    // Opening a device can have an effect, so it is looked at before and after.
    try requireRegularFile()
    let file = try asPathError { () throws(SystemCallError) in
      try open(name, O_RDONLY | O_NONBLOCK)
    }
    let type = try asPathError { () throws(SystemCallError) in
      try Stat.of(descriptor: file.number).type
    }
    guard type == .regular else { throw .notRegular(path, type) }
    return file
  }

  /// Creates a file in the directory for writing; EEXIST if the name is in use, also by a link:
  /// openat(2), O_EXCL.
  ///
  /// - Parameter permissions: those of the file, less the umask.
  public func create(
    _ name: String, permissions: FilePermissions
  ) throws(SystemCallError) -> Descriptor {
    try open(name, O_WRONLY | O_CREAT | O_EXCL, permissions)
  }

  /// Removes a file of the directory that a program of the caller created, locked and left when it was
  /// killed: flock(2), unlinkat(2).
  ///
  /// - Returns: false if it is another's, or still locked.
  public func removeAbandoned(_ other: String) -> Bool {
    guard let file = try? open(other, O_RDONLY | O_NONBLOCK),
      let status = try? Stat.of(descriptor: file.number), status.type == .regular,
      status.rawValue.st_uid == geteuid(), (try? file.lock()) != nil,
      // Another program may have removed it and created one of its own meanwhile.
      let present = try? open(other, O_RDONLY | O_NONBLOCK),
      (try? Stat.of(descriptor: present.number))?.identity == status.identity
    else { return false }
    return (try? remove(other)) != nil
  }

  /// Makes a directory of this name with these permissions, whatever the umask is: mkdirat(2), fchmodat(2).
  public func makeDirectory(permissions: FilePermissions) throws(SystemCallError) {
    try systemCall("mkdirat", on: path) { mkdirat(directory.number, name, 0o700) }
    try systemCall("fchmodat", on: path) {
      fchmodat(directory.number, name, permissions.rawValue, 0)
    }
  }

  /// Gives a file of the directory this name, in the place of one that has it: renameat(2). A link is
  /// replaced, not followed.
  public func take(_ other: String) throws(SystemCallError) {
    try systemCall("renameat", on: path) {
      renameat(directory.number, other, directory.number, name)
    }
  }

  /// Removes a file of the directory: unlinkat(2).
  public func remove(_ other: String) throws(SystemCallError) {
    try systemCall("unlinkat", on: path) { unlinkat(directory.number, other, 0) }
  }

  /// Makes the names in the directory durable, if the caller may read it: fsync(2).
  public func syncDirectory() throws(SystemCallError) {
    do throws(SystemCallError) {
      try open(".", O_RDONLY | O_DIRECTORY).sync()
    } catch {
      if error.errno != .permissionDenied { throw error }
    }
  }

  private func open(
    _ name: String, _ flags: Int32, _ permissions: FilePermissions = []
  ) throws(SystemCallError) -> Descriptor {
    Descriptor(
      adopting: try systemCall("openat", on: path) {
        openat(
          directory.number, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, permissions.rawValue)
      }, path: path)
  }
}
