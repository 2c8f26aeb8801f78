// SPDX-License-Identifier: Apache-2.0

// The disk hangs under items.db: whoever changes items or recalls waits, and nobody else does.

import FeedClient
import Foundation
import Testing
import Wire

@Suite(.serialized) struct HangingDiskTests {
  let testbed: Testbed
  let daemon: Daemon
  let directory: TemporaryDirectory
  /// The disk hangs while there is this file.
  var control: String { directory.path + "/hang" }

  init() throws {
    testbed = try Testbed()
    directory = try TemporaryDirectory()
    daemon = try Daemon(
      in: testbed,
      environment: [
        "LD_PRELOAD": productDirectory + "/libStuckDisk.so",
        "STUCK_DISK_CONTROL": directory.path + "/hang", "STUCK_DISK_NAME": "/items.db",
      ])
  }

  @Test(.timeLimit(.minutes(2)))
  func aDiskThatHangsUnderItemsHoldsUpNobodyElseAndNotTheEnd() throws {
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    var follower = try Subscriber(to: daemon)
    #expect(try ask(.status, for: 20).problems == [])

    try hang()
    // More than there are threads, and both kinds.
    let item = ItemFields(gtin: "09506000134352", policy: "lot")
    let waiting = try (0..<8).map { number in
      let connection = try FeedConnection(path: daemon.socket)
      if number.isMultiple(of: 2) {
        try connection.send(Request.SetItems(items: [item]))
      } else {
        try connection.send(Request.Recalls())
      }
      return connection
    }
    Thread.sleep(forTimeInterval: 2.5)
    let problems = try ask(.status, for: 20).problems
    #expect(problems.count == 1)
    #expect(
      problems.first?.hasPrefix("Items and recalls: a change has been waiting for the disk for")
        == true)
    for number in 0..<3 {
      try testbed("scan dock \(label(serial: "H\(number)"))")
      #expect(try follower.next().subject.serial == "H\(number)")
    }
    #expect(try ask(Request.Read(after: .start), for: 20).records.count == 3)

    let begin = Date()
    #expect(daemon.end() == 0)
    // A second is wanted; a busy machine is given three. It took more than twenty.
    #expect(Date().timeIntervalSince(begin) < 3)
    withExtendedLifetime(waiting) {}
    try FileManager.default.removeItem(atPath: control)
    try daemon.start()
    #expect(try daemon.sql("SELECT count(*) FROM record WHERE verdict = 'accepted'") == "3")
  }

  @Test(.timeLimit(.minutes(1)))
  func whatWaitedForTheDiskIsDoneWhenItIsThereAgain() throws {
    try hang()
    let connection = try FeedConnection(path: daemon.socket)
    try connection.send(
      Request.SetItems(items: [ItemFields(gtin: "09506000134352", policy: "lot")]))
    Thread.sleep(forTimeInterval: 0.5)
    try FileManager.default.removeItem(atPath: control)
    #expect(try ask(.items(), for: 20).items.count == 1)
  }

  /// Makes the disk hang from now on.
  private func hang() throws {
    try Data().write(to: URL(fileURLWithPath: control))
  }

  private func ask<Kind: AnsweredRequest>(
    _ request: Kind, for seconds: Double
  ) throws -> Kind.Answer {
    try FeedConnection(path: daemon.socket).ask(request, timeout: .seconds(seconds))
  }
}
