// SPDX-License-Identifier: Apache-2.0

import Glibc
import Systemd

extension Examination {
  /// Examines the descriptors that the environment passes.
  func examinePassed(_ surroundings: Surroundings, _ input: [UInt8]) throws(Violation) {
    let layout = Layout(surroundings.kinds)
    surroundings.apply()
    let passed = ServiceManager.passedDescriptors()
    try requireNoVariables(["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"], input)
    let range = 3..<(3 + surroundings.passedCount)
    let sockets = layout.sockets.filter(range.contains)
    let files = layout.files.filter(range.contains)
    let shown = "\(passed): \(Corpus.line(of: input))"
    try require(.listeningSocketsAreThose, passed.listening == sockets, shown)
    let names = surroundings.names(of: range)
    let kept = Set(passed.kept.values)
    let haveTheirNames = passed.kept.allSatisfy { names[$1] == $0 && files.contains($1) }
    let haveAllNames = Set(files.compactMap { names[$0] }) == Set(passed.kept.keys)
    try require(.keptAreTheirNames, haveTheirNames && haveAllNames, shown)
    // A second one of a name would keep its grab, and nobody would read it.
    let isNoneLeft = files.allSatisfy { kept.contains($0) == isOpen($0) }
    let areOthersLeft = layout.all.allSatisfy { files.contains($0) || isOpen($0) }
    try require(.passedAreClaimedOrClosed, isNoneLeft && areOthersLeft, shown)
    let claimed = kept.union(passed.listening)
    let areMarked = layout.all.filter(isOpen).allSatisfy {
      (fcntl($0, F_GETFD) & FD_CLOEXEC != 0) == claimed.contains($0)
    }
    try require(.childrenGetNoDescriptors, areMarked, shown)
  }
}

/// Descriptors from 3 on, opened as an input says.
private struct Layout {
  var sockets: [Int32] = []
  var files: [Int32] = []

  var all: [Int32] { sockets + files }

  init(_ kinds: [UInt8]) {
    var holes: [Int32] = []
    for kind in kinds {
      switch kind {
      case UInt8(ascii: "s"): sockets.append(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
      case UInt8(ascii: "d"): sockets.append(socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
      case UInt8(ascii: "f"): files.append(open("/dev/null", O_RDONLY))
      default: holes.append(open("/dev/null", O_RDONLY))
      }
    }
    for hole in holes { close(hole) }
  }
}

private func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

extension Surroundings {
  /// The number of descriptors that are passed to this process; 0 if the environment means another one.
  fileprivate var passedCount: Int32 {
    guard text("LISTEN_PID").flatMap(number) == Int64(getpid()),
      let count = text("LISTEN_FDS").flatMap(number), 1...4096 ~= count
    else { return 0 }
    return Int32(count)
  }

  /// The names of descriptors; those that have none have an empty one.
  fileprivate func names(of range: Range<Int32>) -> [Int32: String] {
    var parts: [[UInt8]] = [[]]
    for byte in values["LISTEN_FDNAMES"] ?? [] {
      if byte == UInt8(ascii: ":") { parts.append([]) } else { parts[parts.count - 1].append(byte) }
    }
    var names: [Int32: String] = [:]
    for (index, descriptor) in range.enumerated() {
      names[descriptor] = index < parts.count ? String(decoding: parts[index], as: UTF8.self) : ""
    }
    return names
  }
}
