// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// The result of reading a file.
enum FileContents: Equatable {
  /// The bytes read.
  case bytes([UInt8])
  /// There is no such file.
  case absent
  /// It cannot be read; the reason.
  case unreadable(String)

  /// The contents as text; empty if there are none.
  var text: String {
    if case .bytes(let bytes) = self { return String(decoding: bytes, as: UTF8.self) }
    return ""
  }

  /// Reads at most `limit` bytes.
  init(of path: String, limit: Int = 1 << 20) {
    do throws(SystemCallError) {
      self = .bytes(try Files.read(path, upTo: limit, .nonBlocking))
    } catch {
      self = error.errno == .noSuchFileOrDirectory ? .absent : .unreadable(error.reason)
    }
  }
}

/// The status of a file (stat(2)); nil if it is missing or out of reach.
func status(of path: String) -> stat? {
  (try? Stat.of(path: path))?.rawValue
}

/// The names in a directory, sorted, without those that begin with a dot (readdir(3)).
func names(in directory: String) -> [String] {
  (try? Files.names(in: directory))?.sorted() ?? []
}

/// The target of a symbolic link (readlink(2)).
func target(ofLink path: String) -> String? {
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = buffer.withUnsafeMutableBytes {
    readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
  }
  return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
}

extension stat {
  /// True for a directory.
  var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
  /// True for a socket.
  var isSocket: Bool { st_mode & S_IFMT == S_IFSOCK }
  /// True if it switches off a file of the same name elsewhere: empty, or the null device.
  var isMask: Bool { st_mode & S_IFMT == S_IFCHR || (st_mode & S_IFMT == S_IFREG && st_size == 0) }
  /// The permissions alone.
  var permissions: UInt32 { st_mode & 0o7777 }
  /// The name of the owner, else the number.
  var ownerName: String { userName(st_uid) ?? "\(st_uid)" }
  /// The name of the group, else the number.
  var groupName: String { Diagnosis.groupName(st_gid) ?? "\(st_gid)" }
}
