// SPDX-License-Identifier: Apache-2.0

// A share alone would warn of 90 GB free on a large disk, and a fixed number would be most of a
// small disk; so the limit is a share with a lower and an upper bound.

import TerminalIO
import Wire

extension StorageFacts {
  /// The findings about the free space.
  var roomFindings: [Finding] {
    guard let room else { return [] }
    if room.isReadOnly { return [readOnly(room)] }
    let state = max(room.bytesState, room.inodesState)
    let seen =
      room.inodesState > room.bytesState
      ? "\(room.freeInodes) of \(room.totalInodes) inodes are free at \(visible(room.mountPoint))"
      : "\(size(room.freeBytes)) of \(size(room.totalBytes)) are free at \(visible(room.mountPoint))"
    guard state != .ok else { return [Finding(check: .disk, state: .ok, seen: seen)] }
    return [
      Finding(
        check: .disk, state: state, seen: seen, why: "scans cannot be recorded on a full disk",
        cures: [clearing(room)])
    ]
  }

  private func readOnly(_ room: Room) -> Finding {
    Finding(
      check: .disk, state: .problem, seen: "\(visible(room.mountPoint)) is mounted read-only",
      why: "no scan can be recorded; the kernel also does this when a disk fails (see dmesg)",
      cures: [Cure(.root("mount -o remount,rw \(shellWord(room.mountPoint))"))])
  }

  /// Only the owner of the machine knows which files can go, so the cure lists the largest.
  private func clearing(_ room: Room) -> Cure {
    let unit = room.inodesState > room.bytesState ? "--inodes -x" : "-xk"
    return Cure(
      when: "remove files that are not needed; to list the largest",
      .root("du \(unit) -d 3 \(shellWord(room.mountPoint)) 2>/dev/null | sort -n | tail -n 20"))
  }
}

extension StorageFacts.Room {
  private static let mebibyte: UInt64 = 1 << 20

  /// The severity of the free bytes.
  var bytesState: Finding.State {
    let few = max(20 * Self.mebibyte, min(totalBytes / 100, 100 * Self.mebibyte))
    let notMany = max(200 * Self.mebibyte, min(totalBytes / 20, 1024 * Self.mebibyte))
    return freeBytes < few ? .problem : (freeBytes < notMany ? .warning : .ok)
  }

  /// The severity of the free inodes.
  var inodesState: Finding.State {
    guard totalInodes > 0 else { return .ok }
    let few = max(100, min(totalInodes / 100, 1000))
    let notMany = max(1000, min(totalInodes / 20, 10_000))
    return freeInodes < few ? .problem : (freeInodes < notMany ? .warning : .ok)
  }
}

/// `19 MiB`, `4.7 GiB`
func size(_ bytes: UInt64) -> String {
  let units = ["KiB", "MiB", "GiB", "TiB"]
  var amount = Double(bytes) / 1024
  var unit = 0
  while amount >= 1024, unit < units.count - 1 {
    amount /= 1024
    unit += 1
  }
  let tenths = Int(amount * 10)
  return amount < 10 && tenths % 10 != 0
    ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(tenths / 10) \(units[unit])"
}

/// The mount point that a path is below, by `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
func mountPoint(of path: String, in table: String) -> String {
  let points = table.split(separator: "\n").compactMap { line -> String? in
    let fields = line.split(separator: " ")
    return fields.count > 4 ? unescaped(fields[4]) : nil
  }
  let above = points.filter { $0 == "/" || path == $0 || path.hasPrefix($0 + "/") }
  return above.max { $0.utf8.count < $1.utf8.count } ?? "/"
}

/// Mount points have blanks and the like as `\040`.
private func unescaped(_ field: Substring) -> String {
  var bytes: [UInt8] = []
  var rest = field.utf8[...]
  while let byte = rest.first {
    rest = rest.dropFirst()
    if byte == UInt8(ascii: "\\"), let code = UInt8(String(rest.prefix(3)) ?? "", radix: 8) {
      bytes.append(code)
      rest = rest.dropFirst(3)
    } else {
      bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
