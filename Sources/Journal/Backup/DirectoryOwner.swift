// SPDX-License-Identifier: Apache-2.0

// Root does not work in another user's directory: its owner can make any name in it a link to any file
// of the machine. So the process becomes the owner, whom a link leads to nothing new.

import Glibc
import SystemCalls

/// The owner of a state directory, or of the directory in which it is to be made.
struct DirectoryOwner {
  private let user: uid_t
  private let group: gid_t
  /// True if the directory exists.
  private let isThere: Bool
  /// A directory in which other users could exchange things; nil if there is none.
  private let exposure: String?

  /// Lets the process act as the owner of the directory `path` from now on, for good, if it is root. A
  /// directory that root would own is made if it is missing.
  static func take(_ path: String) throws(JournalError) {
    guard Privileges.isRoot else { return }
    let owner = try DirectoryOwner(of: path)
    try owner.become(path)
    guard Privileges.isRoot, !owner.isThere else { return }
    do throws(SystemCallError) {
      try Files.makeDirectories(path, permissions: FilePermissions(rawValue: 0o750))
    } catch {
      throw .directory(error.subject ?? path, error)
    }
    // Somebody else may have made it first.
    try DirectoryOwner(of: path).become(path)
  }

  /// Finds the directory, or the nearest one above it that exists (openat(2), fstatat(2)).
  private init(of path: String) throws(JournalError) {
    var path = Self.absolute(path)
    var isThere = true
    while true {
      do throws(PathError) {
        let place = try FilePlace(path, followsLast: true)
        let status = try place.status()
        let found = status ?? place.directoryStatus
        (user, group) = (found.rawValue.st_uid, found.rawValue.st_gid)
        self.isThere = isThere && status != nil
        let isShared = status?.isWritableByOthers == true
        exposure = place.exposure ?? (isShared ? path : nil)
        return
      } catch {
        guard case .call(let call) = error, call.errno == .noSuchFileOrDirectory, path != "/" else {
          throw JournalError(.directoryUnusable, error.description)
        }
        path = Self.above(path)
        isThere = false
      }
    }
  }

  private func become(_ path: String) throws(JournalError) {
    guard user != 0 else { return try requireNoExposure(of: path) }
    do throws(SystemCallError) {
      try Privileges.become(user: user, group: group)
    } catch {
      throw .system(error)
    }
  }

  private func requireNoExposure(of path: String) throws(JournalError) {
    guard let exposure else { return }
    throw JournalError(
      .directoryUnusable,
      "\(path) belongs to root, and another user could exchange it, because of the owner or the "
        + "permissions of \(exposure)")
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let present = getcwd(nil, 0) else { return path }
    defer { free(present) }
    return String(cString: present) + "/" + path
  }

  private static func above(_ path: String) -> String {
    let names = path.split(separator: "/").dropLast()
    return "/" + names.joined(separator: "/")
  }
}
