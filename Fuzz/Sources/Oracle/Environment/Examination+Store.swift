// SPDX-License-Identifier: Apache-2.0

import Glibc
import Systemd

extension Examination {
  /// Examines a store of descriptors by the messages that the service manager gets.
  func examineStore(
    of manager: ServiceManager, at socket: NotifySocket, _ steps: [Surroundings.Step],
    _ input: [UInt8]
  ) throws(Violation) {
    let store = DescriptorStore(manager)
    var held = HeldDescriptors()
    var wanted: [String: Int32] = [:]
    var refused: Set<String> = []
    for step in steps {
      switch step {
      case .hold(let names):
        let before = wanted
        wanted = descriptors(for: names, before)
        // The planted defect: a name comes back while its removal is owed.
        let isBack = refused.contains { wanted[$0] != nil && wanted[$0] != before[$0] }
        try plant(isBack && held.isFull, in: input)
        store.hold(wanted)
      case .drop(let names):
        store.drop(names)
        if held.isFull, store.isBehind { refused.formUnion(names) }
      case .settle: store.settle()
      case .full:
        while manager.notify("STATUS=full") {}
        held.isFull = true
      case .read: try read(socket, into: &held, input)
      }
      for descriptor in wanted.values where inode(of: descriptor) == nil { return }
    }
    repeat {
      try read(socket, into: &held, input)
      store.settle()
    } while store.isBehind
    try read(socket, into: &held, input)
    let possible = wanted.filter { isName(Array($0.key.utf8)) }.compactMapValues(inode)
    try require(
      .storeHoldsTheWanted, held.inodes == possible,
      "\(held.inodes) instead of \(possible): \(Corpus.line(of: input))")
  }

  private func read(
    _ socket: NotifySocket, into held: inout HeldDescriptors, _ input: [UInt8]
  ) throws(Violation) {
    held.isFull = false
    while let (text, inode) = socket.next() {
      if text == Array("STATUS=full".utf8) { continue }
      let isWellMade = held.take(text, inode)
      try require(
        .messagesHaveTheirLines, isWellMade,
        "\(Corpus.line(of: text)): \(Corpus.line(of: input))")
    }
  }

  /// A descriptor for each name: the one before, or for a name that is there twice another one.
  private func descriptors(for names: [String], _ before: [String: Int32]) -> [String: Int32] {
    var chosen: [String: Int32] = [:]
    for name in names {
      let isNew = chosen[name] != nil || before[name] == nil
      chosen[name] = isNew ? socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) : before[name]
    }
    return chosen
  }
}

/// The descriptors that the service manager has, by the messages that it got.
private struct HeldDescriptors {
  /// The inodes by name.
  var inodes: [String: UInt64] = [:]
  /// True from the time the socket was filled until it is read.
  var isFull = false

  /// Does what a message says; false if no store may send it.
  mutating func take(_ text: [UInt8], _ inode: UInt64?) -> Bool {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let start = Array("FDNAME=".utf8)
    guard lines.count == 2, lines[1].starts(with: start) else { return false }
    let bytes = Array(lines[1].dropFirst(start.count))
    let name = String(decoding: bytes, as: UTF8.self)
    guard isName(bytes) else { return false }
    switch String(decoding: lines[0], as: UTF8.self) {
    case "FDSTORE=1":
      // The service manager would keep both.
      guard let inode, inodes[name] == nil else { return false }
      inodes[name] = inode
    case "FDSTOREREMOVE=1":
      guard inode == nil else { return false }
      inodes[name] = nil
    default: return false
    }
    return true
  }
}

/// True if systemd accepts a name of a descriptor (FDNAME= of sd_notify(3)).
private func isName(_ bytes: [UInt8]) -> Bool {
  bytes.count <= 255 && bytes.allSatisfy { 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: ":") }
}
