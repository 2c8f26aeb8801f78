// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Operations on files by their paths.
public enum Files {
  /// True if there is such a file: access(2).
  public static func exist(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// The contents of a file, or its beginning: open(2), read(2).
  ///
  /// - Parameter limit: the most bytes that are returned.
  public static func read(
    _ path: String, upTo limit: Int = .max, _ options: FileDescriptor.OpenOptions = []
  ) throws(SystemCallError) -> [UInt8] {
    let file = try Descriptor(opening: path, .readOnly, options)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 14))
    while bytes.count < limit {
      let length = try file.readAll(into: &chunk)
      bytes += chunk[..<min(length, limit - bytes.count)]
      if length < chunk.count { break }
    }
    return bytes
  }

  /// The names in a directory, without those that begin with a dot: opendir(3), readdir(3).
  public static func names(in directory: String) throws(SystemCallError) -> [String] {
    let stream = try open(directory)
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    if errno != 0 { throw SystemCallError("readdir", on: directory) }
    return names
  }

  private static func open(_ directory: String) throws(SystemCallError) -> OpaquePointer {
    var stream: OpaquePointer?
    try systemCall("opendir", on: directory) {
      stream = opendir(directory)
      return stream == nil ? -1 : 0
    }
    return stream!
  }

  /// Makes a directory and what is missing above it: mkdir(2).
  public static func makeDirectories(
    _ path: String, permissions: FilePermissions
  ) throws(SystemCallError) {
    var built = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      built += "/\(part)"
      do throws(SystemCallError) {
        try makeDirectory(built, permissions: permissions)
      } catch {
        // On a read-only file system it cannot be made, and it is enough that it is there.
        guard exist(built) else { throw error }
      }
    }
  }

  /// Makes a directory: mkdir(2).
  public static func makeDirectory(
    _ path: String, permissions: FilePermissions
  ) throws(SystemCallError) {
    try systemCall("mkdir", on: path) { mkdir(path, permissions.rawValue) }
  }

  /// Makes the names in a directory durable: fsync(2).
  public static func syncDirectory(_ path: String) throws(SystemCallError) {
    try Descriptor(opening: path, .readOnly, .directory).sync()
  }

  /// Gives a file another name; what has that name is replaced: rename(2).
  public static func rename(_ path: String, to target: String) throws(SystemCallError) {
    try systemCall("rename", on: path) { Glibc.rename(path, target) }
  }

  /// Removes a file's name: unlink(2).
  public static func remove(_ path: String) throws(SystemCallError) {
    try systemCall("unlink", on: path) { unlink(path) }
  }

  /// Sets the permissions of a file: chmod(2).
  public static func setPermissions(
    of path: String, to permissions: FilePermissions
  ) throws(SystemCallError) {
    try systemCall("chmod", on: path) { chmod(path, permissions.rawValue) }
  }

  /// Sets the owner and group of a file, of a link itself: lchown(2). Nil leaves the one there is.
  public static func setOwner(
    of path: String, user: uid_t? = nil, group: gid_t?
  ) throws(SystemCallError) {
    try systemCall("lchown", on: path) { lchown(path, user ?? .max, group ?? .max) }
  }
}

// MARK: stat(2)

extension Stat {
  /// The status of a file, of a link itself if `followLinks` is false: stat(2), lstat(2).
  public static func of(
    path: String, followLinks: Bool = true
  ) throws(SystemCallError) -> Stat {
    var status = stat()
    if followLinks {
      try systemCall("stat", on: path) { stat(path, &status) }
    } else {
      try systemCall("lstat", on: path) { lstat(path, &status) }
    }
    return Stat(rawValue: status)
  }

  /// The status of an open file: fstat(2).
  public static func of(descriptor: Int32) throws(SystemCallError) -> Stat {
    var status = stat()
    try systemCall("fstat") { fstat(descriptor, &status) }
    return Stat(rawValue: status)
  }

  /// The identity of the file.
  public var identity: FileIdentity { FileIdentity(self) }
}

/// The file that a path names at a moment: no two files at one time have the same.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// The identity of a file whose status is known.
  public init(_ status: Stat) {
    device = UInt64(status.rawValue.st_dev)
    inode = UInt64(status.rawValue.st_ino)
  }
}
