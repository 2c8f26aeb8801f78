// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file that belongs to its holder: closed at the end (close(2)).
public struct Descriptor: ~Copyable, Sendable {
  /// The number, for epoll(7), for a server or to be passed on. It is valid as long as this value.
  public private(set) var number: Int32
  /// The path that was opened, for errors; nil if there is none.
  public let path: String?

  /// Takes over an open descriptor.
  public init(adopting number: Int32, path: String? = nil) {
    self.number = number
    self.path = path
  }

  /// Opens a file: open(2), with O_CLOEXEC and O_NOCTTY.
  ///
  /// - Parameter permissions: those of a file that is created, less the umask.
  public init(
    opening path: String, _ mode: FileDescriptor.AccessMode,
    _ options: FileDescriptor.OpenOptions = [], permissions: FilePermissions = []
  ) throws(SystemCallError) {
    let flags = mode.rawValue | options.rawValue | O_CLOEXEC | O_NOCTTY
    number = try systemCall("open", on: path) { open(path, flags, permissions.rawValue) }
    self.path = path
  }

  /// Another descriptor of an open file that belongs to somebody else: fcntl(2), F_DUPFD_CLOEXEC.
  public init(duplicating number: Int32) throws(SystemCallError) {
    self.init(adopting: try systemCall("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 0) })
  }

  deinit {
    if number >= 0 { close(number) }
  }

  /// Gives the descriptor away: whoever takes the number closes it.
  public consuming func release() -> Int32 {
    var descriptor = self
    defer { descriptor.number = -1 }
    return descriptor.number
  }
}

// MARK: Reading and writing

extension Descriptor {
  /// Reads what is there: read(2). Zero at the end.
  public func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemCallError) -> Int {
    try systemCall("read", on: path) { Glibc.read(number, buffer.baseAddress, buffer.count) }
  }

  /// Reads what is there at a place: pread(2). Zero at the end.
  public func read(
    into buffer: inout [UInt8], at offset: Int64
  ) throws(SystemCallError) -> Int {
    try systemCall("pread", on: path) { pread(number, &buffer, buffer.count, off_t(offset)) }
  }

  /// Reads up to the end or until the buffer is full: read(2).
  public func readAll(into buffer: inout [UInt8]) throws(SystemCallError) -> Int {
    var length = 0
    while length < buffer.count {
      let count = try systemCall("read", on: path) {
        buffer.withUnsafeMutableBytes {
          Glibc.read(number, $0.baseAddress! + length, $0.count - length)
        }
      }
      if count == 0 { break }
      length += count
    }
    return length
  }

  /// Writes all bytes: write(2).
  public func writeAll(_ bytes: ArraySlice<UInt8>) throws(SystemCallError) {
    try write(all: bytes, to: number, path)
  }

  /// Writes all bytes at a place: pwrite(2).
  public func writeAll(
    _ bytes: ArraySlice<UInt8>, at offset: Int64
  ) throws(SystemCallError) {
    var rest = bytes
    while !rest.isEmpty {
      let place = off_t(offset) + off_t(rest.startIndex - bytes.startIndex)
      let count = try systemCall("pwrite", on: path) {
        rest.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, place) }
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Sets the length of the file: ftruncate(2).
  public func truncate(to length: Int64) throws(SystemCallError) {
    try systemCall("ftruncate", on: path) { ftruncate(number, off_t(length)) }
  }

  /// Has the disk hold what was written: fsync(2).
  public func sync() throws(SystemCallError) {
    try systemCall("fsync", on: path) { fsync(number) }
  }
}

/// Writes all bytes to a descriptor of whomever: write(2).
func write(
  all bytes: ArraySlice<UInt8>, to number: Int32, _ path: String? = nil
) throws(SystemCallError) {
  var rest = bytes
  while !rest.isEmpty {
    let count = try systemCall("write", on: path) {
      rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
    }
    rest = rest.dropFirst(count)
  }
}

// MARK: The open file

extension Descriptor {
  /// Takes the file's exclusive lock; EWOULDBLOCK if another open file has it: flock(2).
  public func lock() throws(SystemCallError) {
    try systemCall("flock", on: path) { flock(number, LOCK_EX | LOCK_NB) }
  }

  /// Gives the lock back, also for copies of the descriptor in other processes: flock(2).
  public func unlock() {
    flock(number, LOCK_UN)
  }

  /// The process whose record lock on some bytes of the file conflicts with one of this process:
  /// fcntl(2), F_GETLK. This process's own locks do not count.
  ///
  /// - Parameter isExclusive: true if only an exclusive lock counts.
  /// - Returns: the process, -1 if the lock belongs to an open file and not to a process; nil if there is
  ///   none, or if the kernel does not tell.
  public func lockHolder(of bytes: ClosedRange<Int64>, isExclusive: Bool = false) -> Int32? {
    var lock = flock()
    lock.l_type = Int16(isExclusive ? F_RDLCK : F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = off_t(bytes.lowerBound)
    lock.l_len = off_t(bytes.upperBound - bytes.lowerBound + 1)
    guard (try? systemCall("fcntl", on: path) { fcntl(number, F_GETLK, &lock) }) != nil,
      lock.l_type != Int16(F_UNLCK)
    else { return nil }
    return lock.l_pid
  }

  /// Sets the owner and the group of the file: fchown(2).
  public func setOwner(user: uid_t, group: gid_t) throws(SystemCallError) {
    try systemCall("fchown", on: path) { fchown(number, user, group) }
  }

  /// Sets the permissions of the file: fchmod(2).
  public func setPermissions(_ permissions: FilePermissions) throws(SystemCallError) {
    try systemCall("fchmod", on: path) { fchmod(number, permissions.rawValue) }
  }

  /// The file system that the file is on: fstatvfs(3).
  public func fileSystem() throws(SystemCallError) -> FileSystem {
    var status = statvfs()
    try systemCall("fstatvfs", on: path) { fstatvfs(number, &status) }
    return FileSystem(
      isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0,
      freeBytes: Int64(status.f_bavail) * Int64(status.f_frsize))
  }

  /// Waits until a read would not wait: poll(2).
  ///
  /// - Parameter milliseconds: the longest time; -1: as long as it takes.
  /// - Returns: false if the time is over, or a signal came.
  public func waitUntilReadable(milliseconds: Int32) throws(SystemCallError) -> Bool {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    do throws(SystemCallError) {
      return try systemCall("poll", on: path, retries: false) {
        poll(&entry, 1, milliseconds)
      } > 0
    } catch {
      if error.errno == .interrupted { return false }
      throw error
    }
  }
}

/// A mounted file system.
public struct FileSystem: Sendable, Equatable {
  /// True if it is mounted read-only.
  public let isReadOnly: Bool
  /// The bytes that are free for those who are not root.
  public let freeBytes: Int64
}
