// SPDX-License-Identifier: Apache-2.0

import Foundation
import GS1
import Testing
import Tracking
import Wedge

@testable import Configuration

/// The lines of a page in docs/man.
private func page(_ name: String) throws -> [String] {
  let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let text = try String(contentsOf: root.appending(path: "docs/man/\(name)"), encoding: .utf8)
  return text.components(separatedBy: "\n")
}

/// The keys that a page describes: a tagged paragraph each.
private func describedKeys(_ lines: [String]) -> [String] {
  zip(lines, lines.dropFirst()).compactMap { before, line in
    guard before == ".TP", let match = line.wholeMatch(of: /\.BR ([A-Za-z]+) =/) else { return nil }
    return String(match.1)
  }
}

@Suite("The man pages")
struct ManPageTests {
  @Test("describe every key of scand.conf, in order, and no other")
  func daemonKeys() throws {
    #expect(try describedKeys(page("scand.conf.5")) == DaemonSettings.section.summary.keys)
  }

  @Test("describe every key of a .scanner file, in order, and no other")
  func scannerKeys() throws {
    let keys = DeviceMatch.section.summary.keys + ScannerSettings.section.summary.keys
    #expect(try describedKeys(page("scand.scanner.5")) == keys)
  }

  @Test("name every value that a key can have")
  func names() throws {
    let lines = try page("scand.scanner.5") + page("scand.conf.5")
    let scanner = GroupSeparator.named.map(\.name) + Terminator.allCases.map(\.name)
    let names =
      ["us"] + scanner + Reading.Assumption.allCases.map(\.name) + LogLevel.names
      + Consequence.allCases.map(\.rawValue)
    for name in names {
      let bold = name.replacing("-", with: "\\-")
      #expect(
        lines.contains { $0 == ".B \(bold)" || $0.hasPrefix(".BR \(bold) ") }, "\(name)")
    }
  }

  @Test("have examples without a fault", arguments: ["scand.conf.5", "scand.scanner.5"])
  func examples(name: String) throws {
    let lines = try page(name).map { $0.replacing("\\-", with: "-").replacing("\\(dq", with: "\"") }
    let section = lines.drop { !$0.hasPrefix(".SH EXAMPLE") }
    let examples = section.split(separator: ".EX").dropFirst().map { $0.prefix { $0 != ".EE" } }
    #expect(!examples.isEmpty)
    for example in examples {
      let text = Array(example.joined(separator: "\n").utf8)
      let problems =
        name == "scand.conf.5"
        ? load(files: [ConfigurationFile(path: "e", unit: .daemon, contents: .bytes(text))])
          .problems
        : loadScannerFile(text, name: "e", layouts: anyLayout(named:)).problems
      #expect(problems == [])
    }
  }
}
