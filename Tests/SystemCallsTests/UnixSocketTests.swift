// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Testing

@Suite struct UnixSocketTests {
  private let path = temporaryPath()

  @Test(arguments: [
    ("", false), ("a\0b", false), (String(repeating: "a", count: 107), true),
    (String(repeating: "a", count: 108), false),
  ])
  func aPathHasUpTo107Bytes(path: String, isPossible: Bool) {
    #expect((UnixAddress(path: path) != nil) == isPossible)
    #expect(UnixAddress.maximumLength == 107)
  }

  @Test func aServerKnowsItsPathAndTheUserOfItsClient() throws {
    let address = try #require(UnixAddress(path: path))
    let server = try Descriptor(unixSocket: .stream, path: path)
    try server.bind(to: address)
    #expect(!isListening(server.number))
    try server.listen()
    #expect(isListening(server.number))
    #expect(UnixAddress(of: server.number)?.path == path)
    let client = try Descriptor(unixSocket: .stream)
    try client.connect(to: address)
    let connection = Descriptor(adopting: accept(server.number, nil, nil))
    let peer = try PeerCredentials(of: connection.number)
    #expect(peer.user == geteuid() && peer.group == getegid())
    #expect(try client.send([1, 2, 3]) == 3)
    client.finishSending()
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(try connection.receive(into: &bytes) == 3)
    #expect(try connection.receive(into: &bytes) == 0)
    try Files.remove(path)
  }

  @Test func anAbstractNameNeedsNoFile() throws {
    let address = try #require(UnixAddress(notifySocket: "@scand-test-\(path)"))
    let server = try Descriptor(unixSocket: .datagram)
    try server.bind(to: address)
    #expect(UnixAddress(of: server.number)?.path == nil)
    let pipe = Pipe()
    try Descriptor(unixSocket: .datagram).send([1, 2], to: address, passing: pipe.output)
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(try server.receive(into: &bytes) == 2)
  }

  @Test func aFileIsNoPeer() throws {
    let file = try Descriptor(opening: "/dev/null", .readOnly)
    #expect(throws: SystemCallError("SO_PEERCRED", .notSocket)) {
      try PeerCredentials(of: file.number)
    }
    #expect(UnixAddress(of: file.number) == nil)
  }

  @Test func nobodyListensAtASocketThatWasLeft() throws {
    let address = try #require(UnixAddress(path: path))
    try Descriptor(unixSocket: .stream, path: path).bind(to: address)
    #expect(throws: SystemCallError("connect", on: path, .connectionRefused)) {
      try Descriptor(unixSocket: .stream, path: path).connect(to: address)
    }
    try Files.remove(path)
  }
}
