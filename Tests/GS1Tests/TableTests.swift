// SPDX-License-Identifier: Apache-2.0

import Foundation
import GS1
import Testing

@testable import Export

@Suite("The compiled table")
struct TableTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.root.appending(path: path)))
  }

  /// The sum of a part in the header of a generated file: `// script sha256 …`.
  private func sum(of part: String, in file: [UInt8]) -> String? {
    String(decoding: file, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("// \(part) sha256 ") }
      .map { String($0.suffix(64)) }
  }

  @Test(arguments: ["ApplicationIdentifierTable", "CodeLists"])
  func aGeneratedFileIsWhatTheScriptWrote(name: String) throws {
    let file = try bytes("Sources/GS1/Table/\(name).generated.swift")
    let header = Array("// swift-format-ignore-file\n\n".utf8)
    let end = try #require(file.firstRange(of: header)?.upperBound)
    #expect(sum(of: "script", in: file) == SHA256.hexadecimal(try bytes("scripts/gs1-table")))
    #expect(sum(of: "body", in: file) == SHA256.hexadecimal(Array(file[end...])))
  }

  @Test func itHasAllApplicationIdentifiersOfTheRelease() {
    #expect(tableRelease == "2026-01-27")
    let codes = (0...9999).flatMap { number in
      (2...4).map { String(format: "%0\($0)d", number) }.filter { $0.count <= 4 }
    }
    let known = Set(codes).compactMap { ApplicationIdentifier($0) }
    #expect(known.count == 541)
    #expect(known.allSatisfy { ApplicationIdentifier($0.code) == $0 })
    #expect(known.filter(\.isKey).count == 16)
  }

  @Test func anApplicationIdentifierHasItsCodeAndTitle() {
    #expect(ApplicationIdentifier("3103")?.code == "3103")
    #expect(ApplicationIdentifier.lot.code == "10")
    #expect(ApplicationIdentifier.sscc.title == "SSCC")
    #expect(ApplicationIdentifier("3142")?.title == "AREA (m²)")
    #expect(ApplicationIdentifier("8110")?.title == "")
    #expect(ApplicationIdentifier.gtin.hasPredefinedLength)
    #expect(!ApplicationIdentifier.serial.hasPredefinedLength)
    #expect(ApplicationIdentifier.sscc < .gtin)
  }

  @Test(arguments: ["", "0", "04", "1", "010", "310", "3106", "31030", "ab", "٠١"])
  func whatIsNoCodeGivesNone(code: String) {
    #expect(ApplicationIdentifier(code) == nil)
  }

  @Test func theNamedOnesHaveTheirCodes() {
    let named: [(ApplicationIdentifier, String)] = [
      (.gtin, "01"), (.content, "02"), (.expiry, "17"), (.serial, "21"), (.gdti, "253"),
      (.gln, "414"), (.grai, "8003"), (.giai, "8004"), (.itip, "8006"), (.gsrnRecipient, "8018"),
    ]
    for (ai, code) in named { #expect(ai.code == code) }
  }
}
