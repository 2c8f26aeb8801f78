// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// A directory that exists as long as the value does, with files directly in it and in `state`.
final class TemporaryPlace {
  /// Its path.
  let path: String

  /// The state directory in it, which the module makes.
  var state: String { path + "/state" }

  /// Makes a directory (mkdtemp(3)).
  init() {
    var name = Array("\(temporaryFolder)/scand-fuzz-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { fatalError("mkdtemp: \(errno)") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    removeState()
    remove(path)
  }

  /// Removes the state directory.
  func removeState() { remove(state) }

  private func remove(_ folder: String) {
    for name in (try? Files.names(in: folder)) ?? [] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// Makes the state directory, with these databases; an empty one is left out.
  func makeState(journal: [UInt8], items: [UInt8]) {
    mkdir(state, 0o700)
    if !journal.isEmpty { write(journal, to: state + "/journal.db") }
    if !items.isEmpty { write(items, to: state + "/items.db") }
  }

  /// Writes a file anew (open(2), write(2)).
  func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      fatalError("\(path): \(errno)")
    }
  }

  /// The bytes of a file.
  func read(_ path: String) -> [UInt8] {
    (try? Files.read(path, upTo: 1 << 24)) ?? []
  }
}
