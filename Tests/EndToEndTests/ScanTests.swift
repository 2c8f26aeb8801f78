// SPDX-License-Identifier: Apache-2.0

// From a key event to a record at a subscriber and in the database, through the programs as they
// ship, with the real libudev; only the kernel's devices are umockdev's.

import Foundation
import Testing
import Wire

@Suite(.serialized) struct ScanTests {
  let testbed: Testbed
  let daemon: Daemon

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(in: testbed)
  }

  @Test func aScanArrivesAtASubscriberAndInTheDatabase() throws {
    try plug("dock")
    var subscriber = try Subscriber(to: daemon)
    try testbed("scan dock \(label(serial: "HD-12345"))")
    let record = try subscriber.next()
    #expect(record.cursor == 1)
    #expect(record.verdict == .accepted)
    #expect(record.text == label(serial: "HD-12345", separator: "\u{1D}"))
    #expect(record.subject.lot == "C202507")
    #expect(record.subject.serial == "HD-12345")
    #expect(record.scanner == "usb-0c2e_0b61-S1234")
    #expect(
      try daemon.sql("SELECT gtin, lot, serial, expiry, verdict FROM record")
        == "09506000134352|C202507|HD-12345|2027-06-30|accepted")
  }

  @Test func aScannerThatWasThereBeforeTheDaemonIsRead() throws {
    daemon.end()
    try testbed("plug dock honeywell")
    try daemon.start()
    try testbed("await dock grab")
    try trust("dock")
    var subscriber = try Subscriber(to: daemon)
    try testbed("scan dock \(label(serial: "A"))")
    #expect(try subscriber.next().subject.serial == "A")
  }

  @Test func unpluggedInTheMiddleOfAScanIsIncompleteAndTheNextScanIsGood() throws {
    try plug("dock")
    var subscriber = try Subscriber(to: daemon)
    try testbed("type dock ]C101095060001343521727063010C2025")
    try testbed("await dock read")
    try testbed("unplug dock")
    let cut = try subscriber.next()
    #expect(cut.verdict == .incomplete)
    #expect(cut.reasons.map(\.code) == ["unplugged"])
    #expect(cut.subject == Subject())

    try plug("dock")
    try testbed("scan dock \(label(serial: "B"))")
    let good = try subscriber.next()
    #expect(good.verdict == .accepted)
    #expect(good.subject.serial == "B")
  }

  @Test func eventsLostInTheMiddleOfAScanNeverGiveAShorterScan() throws {
    try plug("dock")
    var subscriber = try Subscriber(to: daemon)
    try testbed("type dock ]C101095060001343521727063010C2025")
    try testbed("drop dock 07{GS}21HD-1")
    try testbed("type dock 2345{Enter}")
    try testbed("scan dock \(label(serial: "C"))")
    var causes: [String] = []
    var record = try subscriber.next()
    while record.verdict == .incomplete {
      causes += record.reasons.map(\.code)
      record = try subscriber.next()
    }
    #expect(causes.first == "overrun")
    #expect(record.subject.serial == "C")
  }

  @Test func aScannerThatTypesAsAGermanKeyboardIsFoundOut() throws {
    try plug("dock")
    var subscriber = try Subscriber(to: daemon)
    // `]` is AltGr and 9 there, and the hyphen where `/` is on a US keyboard.
    let german = "{+rightalt}9{-rightalt}C101095060001343521727063010C202507{F8}21HD/1"
    for _ in 0..<3 {
      try testbed("scan dock \(german)")
      let record = try subscriber.next()
      #expect(record.verdict == .rejected)
      #expect(record.subject == Subject())
      let suspicion = try #require(record.reasons.first { $0.code == "layout-suspect" })
      #expect(suspicion.text.contains("de"), "\(suspicion.text)")
    }
    let status = try daemon.scanctl("status")
    #expect(status.output.contains("Layout="), "\(status.output)")
  }

  @Test func twoScannersTypingAtTheSameTimeAreKeptApart() throws {
    try plug("left", "honeywell port=1")
    try plug("right", "datalogic port=2")
    var subscriber = try Subscriber(to: daemon)
    for number in 0..<20 {
      try testbed("begin scan left \(label(serial: "L\(number)"))")
      try testbed("begin scan right \(label(serial: "R\(number)"))")
      try testbed("join")
    }
    let records = try subscriber.next(40)
    for side in ["L", "R"] {
      let own = records.filter { $0.subject.serial?.hasPrefix(side) == true }
      #expect(own.map(\.subject.serial) == (0..<20).map { "\(side)\($0)" })
      #expect(Set(own.map(\.scanner)).count == 1)
    }
    #expect(Set(records.map(\.scanner)).count == 2)
    #expect(records.map(\.cursor) == (1...40).map { Int64($0) })
  }

  @Test func severalHundredScansBackToBackAllArriveInOrder() throws {
    try plug("dock")
    try testbed("pace dock 100")
    var subscriber = try Subscriber(to: daemon)
    let file = try TemporaryFile()
    let commands = (0..<400).map { "scan dock \(label(serial: "N\($0)"))" }
    try commands.joined(separator: "\n").write(
      toFile: file.path, atomically: true, encoding: .utf8)
    try testbed("include \(file.path)")
    let records = try subscriber.next(400)
    #expect(records.allSatisfy { $0.verdict == .accepted })
    #expect(records.map(\.subject.serial) == (0..<400).map { "N\($0)" })
    #expect(try daemon.sql("SELECT count(*), max(cursor) FROM record") == "400|400")
  }

  @Test func aKeyboardThatIsNoScannerIsNeverOpened() throws {
    try testbed("plug desk keyboard port=3")
    try plug("dock")
    var subscriber = try Subscriber(to: daemon)
    try testbed("scan dock \(label(serial: "D"))")
    _ = try subscriber.next()
    #expect(try testbed("readers desk") == "0")
    let answer = try daemon.scanctl("scanners")
    #expect(answer.output.contains("not marked as a scanner"), "\(answer.output)")
  }

  @Test func nothingThatWasScannedIsInTheLog() throws {
    try plug("dock")
    var subscriber = try Subscriber(to: daemon)
    try testbed("scan dock \(label(serial: "SECRET-1"))")
    try testbed("scan dock ]C10109506000134353")
    _ = try subscriber.next(2)
    daemon.end()
    #expect(!daemon.errors.contains("SECRET"))
    #expect(!daemon.errors.contains("0950600013435"))
  }

  private func plug(_ name: String, _ product: String = "honeywell") throws {
    try testbed("plug \(name) \(product)")
    try testbed("await \(name) grab")
    try trust(name)
  }

  /// Framing is not trusted after opening until a terminator.
  private func trust(_ name: String) throws {
    try testbed("type \(name) {Enter}")
    try testbed("await \(name) read")
  }
}
