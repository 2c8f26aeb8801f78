// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct InboxTests {
  private func filled(with length: Int) throws -> (inbox: Inbox, count: Int) {
    let inbox = try Inbox()
    let text = String(repeating: "x", count: length)
    var count = 0
    while inbox.append(scan(text)) { count += 1 }
    return (inbox, count)
  }

  @Test func scansOfTheUsualLengthAreBoundedByTheirNumber() throws {
    #expect(try filled(with: 60).count == Inbox.limit)
  }

  @Test func theLongestScansAreBoundedByTheirBytesAndThereIsRoomAgainAfterThem() throws {
    let (inbox, count) = try filled(with: 4096)
    #expect((10_000..<Inbox.byteLimit / 4096).contains(count))
    #expect(inbox.count == count)
    #expect(inbox.overflowed == 1)
    let group = try #require(inbox.dequeue(upTo: 10, within: 0))
    #expect(group.scans.count == 10)
    #expect(inbox.notDurable == count)
    inbox.settle()
    #expect(inbox.notDurable == count - 10)
    for _ in 0..<10 { #expect(inbox.append(scan(String(repeating: "x", count: 4096)))) }
    #expect(!inbox.append(scan(String(repeating: "x", count: 4096))))
  }
}
