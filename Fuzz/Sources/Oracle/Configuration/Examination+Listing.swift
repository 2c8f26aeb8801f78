// SPDX-License-Identifier: Apache-2.0

@testable import Configuration

extension Examination {
  /// Examines the choice among the files of a listing: a path a line, behind `0` if it is masked.
  func examineListing(_ bytes: [UInt8], _ shown: String) throws(Violation) {
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    let listing = lines.map(entry)
    let chosen = try measured(bytes, .parts) { DropIns(listing: listing) }
    let wanted = Choice(among: listing)
    let found = Choice(
      files: chosen.files.map { Array($0.path.utf8) },
      orphans: chosen.problems.map { Array($0.file.utf8) })
    try require(.filesThatApply, found == wanted, "\(shown): \(chosen)")
    for problem in chosen.problems { try requireSentence(problem.description, shown) }
  }
}

/// The entry of a line such as `2a.scanner.d/x.conf`, the directory named by its number.
private func entry(_ line: String) -> DropIns.Entry {
  var rest = Substring(line).utf8
  let isMasked = rest.first == UInt8(ascii: "0")
  if isMasked { rest.removeFirst() }
  let number = rest.first.map { Int($0 & 3) } ?? 0
  let directory = DropIns.directories[min(number, DropIns.directories.count - 1)]
  return DropIns.Entry(
    directory: directory, name: String(Substring(rest.dropFirst())), isMasked: isMasked)
}

/// The files that apply and the drop-ins of no file, chosen by a look at each name.
private struct Choice: Equatable {
  var files: [[UInt8]] = []
  var orphans: [[UInt8]] = []

  init(files: [[UInt8]], orphans: [[UInt8]]) {
    self.files = files
    self.orphans = orphans
  }

  init(among listing: [DropIns.Entry]) {
    var last: [[UInt8]: DropIns.Entry] = [:]
    for entry in listing { last[Array(entry.name.utf8)] = entry }
    let names = last.filter { !$0.value.isMasked }.keys.sorted { $0.lexicographicallyPrecedes($1) }
    var drops: [[UInt8]: [[UInt8]]] = [:]
    for name in names {
      guard let owner = owner(of: name) else { continue }
      drops[owner, default: []].append(path(last, name))
      if isScanner(owner), last[owner] == nil { orphans.append(path(last, name)) }
    }
    let daemon = Array("scand.conf".utf8)
    for unit in [daemon] + names.filter(isScanner) {
      if last[unit]?.isMasked == false { files.append(path(last, unit)) }
      files += drops[unit] ?? []
    }
  }

  private func path(_ entries: [[UInt8]: DropIns.Entry], _ name: [UInt8]) -> [UInt8] {
    Array((entries[name]?.directory ?? "").utf8) + Array("/".utf8) + name
  }
}

private func isScanner(_ name: [UInt8]) -> Bool {
  name.count > 8 && name.suffix(8).elementsEqual(".scanner".utf8) && name[0] != 0x2E
    && !name.contains(0x2F)
}

/// The name before `.d/NAME.conf`.
private func owner(of name: [UInt8]) -> [UInt8]? {
  guard let slash = name.firstIndex(of: 0x2F), name.lastIndex(of: 0x2F) == slash else { return nil }
  let file = name[(slash + 1)...]
  guard name[..<slash].suffix(2).elementsEqual(".d".utf8), file.first != 0x2E,
    file.suffix(5).elementsEqual(".conf".utf8)
  else { return nil }
  return Array(name[..<(slash - 2)])
}
