// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A server that takes one connection, does what a test says with it, and ends it.
final class FakeServer {
  static let hello = """
    {"hello":{"protocol":1,"version":"9.9","host":"h","journal":"j","oldest":1,"head":0,"more":[]}}

    """

  private let descriptor: Int32
  private let done = Gate()

  init(path: String, _ talk: @escaping @Sendable (Int32) -> Void) throws {
    let descriptor = try unixSocket(path) { bind($0, $1, $2) }
    self.descriptor = descriptor
    listen(descriptor, 1)
    let done = done
    Thread {
      let connection = accept(descriptor, nil, nil)
      talk(connection)
      close(connection)
      done.open()
    }.start()
  }

  deinit {
    done.wait()
    close(descriptor)
  }
}

/// Sends all of `text`.
func say(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes {
      send(descriptor, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
    }
    if count <= 0 { return }
    bytes = bytes.dropFirst(count)
  }
}
