// SPDX-License-Identifier: Apache-2.0

// The items of a batch lie in memory that goes back to the kernel when their client leaves.

import FeedClient
import Foundation
import Testing
import Wire

@Suite struct BatchMemoryTests {
  private let parts = 60
  private let names = String(repeating: "n", count: 200)

  @Test(.timeLimit(.minutes(5)))
  func theTenthClientThatLeavesInMidBatchLeavesNoMoreBehindThanTheFirst() throws {
    let daemon = try Daemon()
    // The memory that the first request and its answer take stays.
    try leave(daemon, after: 1)
    let before = try residentBytes(of: daemon)
    let sent = parts * 200 * 200
    for _ in 0..<10 {
      let connection = try send(parts, to: daemon)
      #expect(try residentBytes(of: daemon) > before + sent / 2)
      _ = consume connection
      let deadline = Date() + 20
      while try residentBytes(of: daemon) > before + sent / 2, Date() < deadline {
        usleep(20_000)
      }
      #expect(try residentBytes(of: daemon) <= before + sent / 2)
    }
  }

  private func leave(_ daemon: Daemon, after parts: Int) throws {
    _ = try send(parts, to: daemon)
  }

  private func send(_ parts: Int, to daemon: Daemon) throws -> FeedConnection {
    let connection = try FeedConnection(path: daemon.socket)
    for part in 0..<parts {
      let items = (0..<200).map { number in
        ItemFields(gtin: gtin(part * 200 + number), name: names, policy: "any")
      }
      let set = Request.SetItems(items: items, batch: "b", part: part, more: true)
      #expect(try !connection.ask(set).complete)
    }
    return connection
  }

  private func gtin(_ number: Int) -> String {
    let digits = "0950" + String(format: "%09d", number)
    let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
      sum + (Int(digit.element) - 48) * (digit.offset.isMultiple(of: 2) ? 3 : 1)
    }
    return digits + "\((10 - sum % 10) % 10)"
  }

  /// The memory that the kernel has given the daemon (VmRSS of proc_pid_status(5)).
  private func residentBytes(of daemon: Daemon) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(daemon.process)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }
}
