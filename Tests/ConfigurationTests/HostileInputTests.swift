// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

/// Bytes that get far into the reader: pieces of valid files, cut, repeated and garbled.
private func hostileBytes(using generator: inout SeededGenerator) -> [UInt8] {
  let pieces = [
    "[Match]\n", "[Scanner]\n", "[Scand]\n", "[", "]", "=", "\\", "\n", "\r\n", "#", ";", "\"", "'",
    " ", "*", "?", "[a-z", "[!", "\\x", "\\u00e9", "\u{0}", "\u{FEFF}", "Vendor=", "Product=0c2e",
    "Serial=", "Path=pci-*", "Name=\"", "Station=Dock 1", "Prefix=\\", "Suffix='\\U0001F4E6",
    "CharacterTimeout=", "AbandonGap=1.5min", "IdleGap=.", "9999999999999999999", "1y", "-1", "ms",
    "ReadPoint=https://%", "Layout=", "Terminator=none\n", "Grab=", "X-", "LogLevel=é",
    "Socket=/..",
  ]
  var bytes: [UInt8] = []
  for _ in 0..<Int.random(in: 0...40, using: &generator) {
    if Int.random(in: 0..<8, using: &generator) == 0 {
      bytes.append(UInt8.random(in: 0...255, using: &generator))
    } else {
      bytes += Array(pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8)
    }
  }
  return bytes
}

/// Checks the guarantees for arbitrary bytes.
private func check(_ bytes: [UInt8]) {
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).count
  let units: [ConfigurationUnit] = [.daemon, .scanner("a.scanner")]
  for unit in units {
    let file = ConfigurationFile(path: "f", unit: unit, contents: .bytes(bytes))
    let result = load(files: [file, file])
    for problem in result.problems {
      #expect((1...lines).contains(problem.line ?? 1))
      #expect(!problem.description.utf8.contains { $0 < 0x20 || $0 == 0x7F })
    }
    for scanner in result.settings.scanners { check(scanner) }
  }
}

/// Checks the guarantees for the settings of a scanner.
private func check(_ scanner: ScannerSettings) {
  #expect(!scanner.match.matches(DeviceProperties()))
  #expect(scanner.profile.characterTimeout <= scanner.profile.abandonGap)
  #expect(ScannerSettings.timeouts.contains(scanner.profile.characterTimeout))
  #expect(ScannerSettings.idleGaps.contains(scanner.profile.idleGap))
  #expect(scanner.profile.prefix.count <= ScannerSettings.longestAffix)
}

@Suite("Whatever the files hold")
struct HostileInputTests {
  @Test("nothing traps and every problem has its line", arguments: 1...8 as ClosedRange<UInt64>)
  func pieces(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<500 { check(hostileBytes(using: &generator)) }
  }

  @Test("random bytes are no exception", arguments: [9, 10] as [UInt64])
  func noise(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<500 {
      let count = Int.random(in: 0...200, using: &generator)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  @Test("every cut of a good file is read")
  func cuts() {
    let text =
      "\u{FEFF}[Match]\r\nVendor=0c2e\nName=\"Honey\\ well*\" \\\n # c\n 'x'\n"
      + "[Scanner]\nPrefix=\\x02\\u00e9\nAbandonGap=1min 30s\nReadPoint=urn:x:%20y\n"
    let bytes = Array(text.utf8)
    for end in 0...bytes.count {
      check(Array(bytes[..<end]))
      check(Array(bytes[end...]))
    }
  }
}

/// Marks that Unicode's normal form sorts, in time that grows with the square of their number.
private let marks = String(repeating: "\u{5B0}\u{327}", count: 8_192)

@Suite("Long runs of combining marks")
struct LongMarksTests {
  @Test(
    "cost no more than their length, wherever they stand",
    arguments: [
      "[MARKS]\nStation=a\nStation=b", "[Scanner]\nMARKS=1", "[Scanner]\nStation=MARKS",
      "[Scanner]\nStep=MARKS", "[Scanner]\nReadPoint=MARKS", "[Scanner]\nLayout=MARKS",
      "[Scanner]\nGroupSeparator=MARKS", "[Scanner]\nTerminator=MARKS",
      "[Scanner]\nPrefix=MARKS", "[Scanner]\nCharacterTimeout=1MARKS",
      "[Scanner]\nAssume=MARKS", "[Scanner]\nPairing=MARKS",
      "[Scanner]\nDefaultPolicy=MARKS", "[Scanner]\nExpired=MARKS",
      "[Match]\nVendor=MARKS", "[Match]\nSerial=MARKS", "[Match]\nPath=MARKS",
      "[Scand]\nLogLevel=MARKS", "[Scand]\nSocket=/MARKS", "[Scand]\nRetentionAge=1MARKS",
      "[Scand]\nRetentionSize=1MARKS", "[Scand]\nItemsUnavailable=MARKS",
    ])
  func marksEverywhere(place: String) {
    let text = place.split(separator: "MARKS", omittingEmptySubsequences: false)
    let bytes = Array(text.joined(separator: marks).utf8)
    for unit in [.daemon, .scanner("a.scanner")] as [ConfigurationUnit] {
      var result: LoadResult?
      let time = ContinuousClock().measure {
        result = load(files: [ConfigurationFile(path: "f", unit: unit, contents: .bytes(bytes))])
      }
      // Such patterns are odd, and allowed.
      let isPattern = place.hasPrefix("[Match]\nSerial") || place.hasPrefix("[Match]\nPath")
      #expect(result?.problems.isEmpty == isPattern || unit == .daemon)
      #expect(time < .milliseconds(500))
    }
  }
}
