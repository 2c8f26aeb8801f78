// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct SubscriberTests {
  @Test func aNamedSubscriberGoesOnWhereItAcknowledged() async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let first = try service.rawClient()
      try first.send("{\"follow\":{\"subscriber\":\"wms\"}}\n")
      #expect(try first.lines(1)[0].contains(#""following":{"after":0"#))
      #expect(try first.lines(3) == (1...3).map(sampleLine))
      try first.send("{\"id\":7,\"acknowledge\":{\"subscriber\":\"wms\",\"cursor\":2}}\n")
      #expect(try first.lines(1) == [#"{"id":7,"acknowledged":{"subscriber":"wms","cursor":2}}"#])

      let second = try service.rawClient()
      try second.send("{\"follow\":{\"after\":\"now\",\"subscriber\":\"wms\"}}\n")
      #expect(try second.lines(1)[0].contains(#""following":{"after":2"#))
      #expect(try second.lines(1) == [sampleLine(3)])
    }
  }

  @Test func aSecondFollowUnderANameEndsTheFirst() async throws {
    try await withService(MemoryJournal(records: 1)) { service in
      let first = try service.rawClient()
      try first.send("{\"id\":\"a\",\"follow\":{\"subscriber\":\"wms\"}}\n")
      _ = try first.lines(2)
      let second = try service.rawClient()
      try second.send("{\"follow\":{\"subscriber\":\"wms\"}}\n")
      let rest = try first.linesToEnd()
      #expect(rest.count == 1)
      #expect(rest.first?.hasPrefix(#"{"id":"a","error":{"code":"superseded""#) == true)
      #expect(try second.lines(2).last == sampleLine(1))
    }
  }

  @Test func manyAcknowledgementsWaitForNobody() async throws {
    try await withService(MemoryJournal(records: 300)) { service in
      let clients = try (0..<20).map { _ in try service.rawClient() }
      for (number, client) in clients.enumerated() {
        for cursor in 1...50 {
          try client.send(
            "{\"acknowledge\":{\"subscriber\":\"s\(number)\",\"cursor\":\(cursor)}}\n")
        }
      }
      for (number, client) in clients.enumerated() {
        #expect(
          try client.lines(50).last
            == #"{"acknowledged":{"subscriber":"s\#(number)","cursor":50}}"#)
      }
    }
  }
}
