// SPDX-License-Identifier: Apache-2.0

// A path is walked one name at a time. So a link of another user is seen and not followed, and the
// directory that the walk has reached is held by a descriptor: nobody can exchange it afterwards.

import CLinux
import Glibc

/// A walk to the directory of a file: openat(2) with O_PATH and O_NOFOLLOW, name by name.
struct PathWalk: ~Copyable {
  /// The most links of one path, as in the kernel.
  private static let mostLinks = 40

  /// The directory that was reached.
  private(set) var directory: Descriptor
  /// The status of the directory: fstat(2).
  private(set) var status: Stat
  /// The last name, which is in the directory or could be.
  private(set) var name = "."
  /// The first directory on the way in which another user could exchange what was found.
  private(set) var exposure: String?

  /// The names still to be walked, the last one first.
  private var rest: [String]
  /// The way so far, for errors.
  private var way: String
  private var links = 0
  private let followsLast: Bool

  /// Begins at the root, or at the present directory.
  init(_ path: String, followsLast: Bool) throws(PathError) {
    guard !path.isEmpty else { throw .call(SystemCallError("openat", .noSuchFileOrDirectory)) }
    let isAbsolute = path.hasPrefix("/")
    let start = try Self.start(isAbsolute ? "/" : ".")
    status = try Self.status(of: start)
    directory = start
    rest = Self.names(path)
    way = isAbsolute ? "" : "."
    self.followsLast = followsLast
    noteExposure()
  }

  /// Takes the next name; false once the last one is reached.
  mutating func goOn() throws(PathError) -> Bool {
    name = rest.popLast() ?? "."
    guard let next = try found() else { return false }
    let status = try Self.status(of: next)
    if status.type == .symbolicLink {
      try follow(next, of: status.rawValue.st_uid)
      return true
    }
    if rest.isEmpty { return false }
    guard status.type == .directory else {
      throw .call(SystemCallError("openat", on: "\(way)/\(name)", .notDirectory))
    }
    enter(next, status)
    return true
  }

  /// The thing of the present name; nil if there is none and the name is the last one.
  private func found() throws(PathError) -> Descriptor? {
    do throws(SystemCallError) {
      return try Descriptor(openingPath: name, in: directory.number, shown: "\(way)/\(name)")
    } catch {
      if error.errno == .noSuchFileOrDirectory, rest.isEmpty { return nil }
      throw .call(error)
    }
  }

  private mutating func enter(_ next: consuming Descriptor, _ status: Stat) {
    directory = next
    self.status = status
    way += "/\(name)"
    noteExposure()
  }

  private mutating func follow(
    _ link: borrowing Descriptor, of owner: uid_t
  ) throws(PathError) {
    let path = "\(way)/\(name)"
    let target = try asPathError { () throws(SystemCallError) in try link.linkTarget() }
    if rest.isEmpty, !followsLast { throw .link(path, target: target) }
    guard owner == 0 || owner == geteuid() else { throw .foreignLink(path, owner: owner) }
    links += 1
    guard links <= Self.mostLinks else {
      throw .call(SystemCallError("openat", on: path, .tooManySymbolicLinkLevels))
    }
    rest += Self.names(target)
    if target.hasPrefix("/") {
      directory = try Self.start("/")
      status = try Self.status(of: directory)
      way = ""
    }
  }

  /// Notes the first directory that another user owns, or in which others may rename what is not theirs.
  private mutating func noteExposure() {
    let owner = status.rawValue.st_uid
    let isOthers = status.isWritableByOthers && status.rawValue.st_mode & S_ISVTX == 0
    if exposure == nil, isOthers || (owner != 0 && owner != geteuid()) {
      exposure = way.isEmpty ? "/" : way
    }
  }

  private static func start(_ path: String) throws(PathError) -> Descriptor {
    do throws(SystemCallError) {
      return try Descriptor(openingPath: path, in: AT_FDCWD)
    } catch {
      throw .call(error)
    }
  }

  private static func names(_ path: String) -> [String] {
    path.split(separator: "/").reversed().map(String.init)
  }

  private static func status(of descriptor: borrowing Descriptor) throws(PathError) -> Stat {
    do throws(SystemCallError) {
      return try Stat.of(descriptor: descriptor.number)
    } catch {
      throw .call(error)
    }
  }
}

extension Stat {
  /// True if everybody may write, or a group that is neither root's nor the caller's.
  public var isWritableByOthers: Bool {
    let (mode, group) = (rawValue.st_mode, rawValue.st_gid)
    return mode & S_IWOTH != 0 || (mode & S_IWGRP != 0 && group != 0 && group != getegid())
  }
}

extension Descriptor {
  /// A descriptor that only stands for a file, or for a link itself: openat(2), O_PATH, O_NOFOLLOW.
  fileprivate init(
    openingPath name: String, in directory: Int32, shown path: String? = nil
  ) throws(SystemCallError) {
    self.init(
      adopting: try systemCall("openat", on: path ?? name) {
        clinux_open_path(directory, name)
      }, path: path ?? name)
  }

  /// The text of the link that the descriptor stands for: readlinkat(2).
  fileprivate func linkTarget() throws(SystemCallError) -> String {
    var text = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = try systemCall("readlinkat", on: path) {
      text.withUnsafeMutableBytes {
        readlinkat(number, "", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
      }
    }
    return String(decoding: text[..<count], as: UTF8.self)
  }
}
