// SPDX-License-Identifier: Apache-2.0

import Glibc

extension StorageFacts {
  /// Looks at a directory (stat(2), statvfs(3)); neither needs permission for the directory itself.
  static func gather(_ directory: String) -> StorageFacts {
    var facts = StorageFacts()
    facts.directory = directory
    let found = scanctl.status(of: directory)
    facts.status = found.map {
      Status(
        isDirectory: $0.isDirectory, owner: $0.ownerName, group: $0.groupName,
        mode: $0.permissions)
    }
    // What is not there yet will be made where its parent is.
    facts.room = room(found == nil ? parent(of: directory) : directory)
    return facts
  }

  private static func room(_ path: String) -> Room? {
    var space = statvfs()
    guard statvfs(path, &space) == 0 else { return nil }
    let place = mountPoint(of: path, in: FileContents(of: "/proc/self/mountinfo").text)
    return Room(
      mountPoint: place, isReadOnly: space.f_flag & UInt(ST_RDONLY) != 0,
      freeBytes: UInt64(space.f_bavail) * UInt64(space.f_frsize),
      totalBytes: UInt64(space.f_blocks) * UInt64(space.f_frsize),
      freeInodes: UInt64(space.f_favail), totalInodes: UInt64(space.f_files))
  }

  private static func parent(of path: String) -> String {
    let above = path.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + above
  }
}
