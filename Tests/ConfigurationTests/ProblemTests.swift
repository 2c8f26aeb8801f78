// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

@Suite("A problem")
struct ProblemTests {
  @Test(
    "of a .scanner file names the key or section that was meant",
    arguments: [
      ("Terminater=tab", "Terminater: unknown key in [Scanner]; did you mean Terminator?"),
      (
        "terminator=tab",
        "terminator: unknown key in [Scanner]; did you mean Terminator (capital letters matter)?"
      ),
      ("Vendor=0c2e", "Vendor: belongs in [Match] of a .scanner file, not in [Scanner]"),
      ("Vendr=0c2e", "Vendr: unknown key in [Scanner]; did you mean Vendor in [Match]?"),
      ("LogLevel=info", "LogLevel: belongs in [Scand] of scand.conf, not in [Scanner]"),
      (
        "Colour=red",
        "Colour: unknown key in [Scanner]; the keys are Station, Step, ReadPoint, Layout, "
          + "GroupSeparator, Terminator, Prefix, Suffix, CharacterTimeout, AbandonGap, IdleGap, "
          + "ReReadWindow, Assume, Pairing, DefaultPolicy, SerialRepeated, LotConflict, ExpiryConflict, Expired, "
          + "Recalled, Grab"
      ),
      ("[Scaner]", "[Scaner]: unknown section; did you mean [Scanner]?"),
      ("[match]", "[match]: unknown section; did you mean [Match] (capital letters matter)?"),
      (
        "[Scand]",
        "[Scand]: belongs in scand.conf; the sections here are [Match] and [Scanner]"
      ),
      ("[Unit]", "[Unit]: unknown section; the sections here are [Match] and [Scanner]"),
    ])
  func meant(line: String, expected: String) {
    #expect(loadScannerSection(line).shown.first == "\(scannerPath):4: \(expected)")
  }

  @Test(
    "of scand.conf names the key or section that was meant",
    arguments: [
      (
        "[Scand]\nLoglevel=info",
        "2: Loglevel: unknown key in [Scand]; did you mean LogLevel "
          + "(capital letters matter)?"
      ),
      ("[Scand]\nStation=a", "2: Station: belongs in [Scanner] of a .scanner file, not in [Scand]"),
      (
        "[Scanner]\nStation=a",
        "1: [Scanner]: belongs in a .scanner file; "
          + "the sections here are [Scand]"
      ),
      ("[Skand]\n", "1: [Skand]: unknown section; did you mean [Scand]?"),
      ("LogLevel=info\n", "1: LogLevel: is before the first section header"),
    ])
  func meantInDaemon(text: String, expected: String) {
    #expect(loadDaemon(text).shown == ["\(daemonPath):\(expected)"])
  }

  @Test("is one of all there are, in the order of files and lines")
  func all() {
    let result = load(files: [
      scannerFile("a", "[Match]\nVendor=zz\n[Scanner]\nGrab=x\n[Foo]\n[Scanner]\nBar=1\nStep=A\n"),
      scannerFile("b", "x\n[Scanner]\nIdleGap=1s\nLayout=xx\n"),
    ])
    let places = result.problems.map { "\($0.file):\($0.line ?? 0):\($0.key ?? "")" }
    #expect(
      places == [
        "a:2:Vendor", "a:4:Grab", "a:5:[Foo]", "a:7:Bar", "a:8:Step", "a:0:", "b:1:",
        "b:3:IdleGap", "b:4:Layout",
      ])
  }

  @Test(
    "has a code",
    arguments: [
      ("x", .syntax), ("[Scaner]", .unknownSection), ("[Scand]", .unknownSection),
      ("Terminater=tab", .unknownKey), ("Vendor=0c2e", .unknownKey), ("Grab=maybe", .badValue),
      ("IdleGap=1s", .conflict), ("AbandonGap=20ms", .conflict),
      ("[Match]\nVendor=zz", .badValue), ("[Match]\nVendor=\nName=*", .matchesEverything),
    ] as [(String, Problem.Code)])
  func code(lines: String, expected: Problem.Code) {
    #expect(loadScannerSection(lines).problems.map(\.code).contains(expected))
  }

  @Test("of a whole file has a code, too")
  func codeOfFile() {
    let unreadable = ConfigurationFile(
      path: "f", unit: .scanner("f"), contents: .unreadable("Permission denied"))
    #expect(load(files: [unreadable]).problems.map(\.code) == [.unreadable, .ignoredUnit])
    let utf16 = ConfigurationFile(path: "f", unit: .daemon, contents: .bytes([0xFF, 0xFE]))
    #expect(load(files: [utf16]).problems.map(\.code) == [.unreadable])
    let orphan = DropIns.Entry(directory: "/etc/scand", name: "a.scanner.d/b.conf")
    #expect(DropIns(listing: [orphan]).problems.map(\.code) == [.orphanDropIn])
    let many = loadDaemon(String(repeating: "x\n", count: 101))
    #expect(many.problems.last?.code == .tooMany)
  }

  @Test("is none in what is set aside for other programs")
  func foreign() {
    let result = loadScannerSection("X-Owner=Ann\n[X-Notes]\nAnything=1\n")
    #expect(result.problems == [])
    #expect(result.settings.scanners.count == 1)
  }

  @Test("is one line that does nothing to a terminal, whatever the file holds")
  func safe() {
    let nasty = "\u{1B}[31m\u{202E}\u{85}" + String(repeating: "k", count: 5_000)
    let result = load(files: [
      scannerFile("/etc/\u{7}\n.scanner", "[Scanner]\n\(nasty)=1\n[\(nasty)]\n\(nasty)\n")
    ])
    #expect(result.problems.count == 4)
    for line in result.shown {
      #expect(line.utf8.count < 600)
      #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      #expect(!line.unicodeScalars.contains("\u{202E}"))
    }
  }
}
