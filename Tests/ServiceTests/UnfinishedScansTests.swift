// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemCalls
import Testing

@testable import Service

@Suite struct UnfinishedScansTests {
  private let directory = NSTemporaryDirectory() + "scand-" + UUID().uuidString
  private var socket: String { directory + "/scand.sock" }
  private var file: String { directory + "/unfinished-scans" }

  init() throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  @Test func theNextProcessReadsWhatWasWrittenLast() throws {
    let first = try UnfinishedScans(beside: socket)
    #expect(try first.read() == [])
    for names: Set<String> in [["usb-0c2e_0b61-S1", "b.c_d-e"], ["a"], ["a", "b"], []] {
      try first.write(names)
      #expect(try UnfinishedScans(beside: socket).read() == names)
    }
  }

  @Test func theNamesOfAllScannersThatAreRememberedFit() throws {
    let names = Set((0..<1024).map { "usb-\($0)-" + String(repeating: "x", count: 250) })
    try UnfinishedScans(beside: socket).write(names)
    #expect(try UnfinishedScans(beside: socket).read() == names)
  }

  @Test(arguments: ["", "\n\n", "a\0\u{FF}\n\u{1B}[2J", String(repeating: "x", count: 3_000_000)])
  func whateverIsInTheFileIsReadAsNames(text: String) throws {
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    let names = try UnfinishedScans(beside: socket).read()
    #expect(names.allSatisfy { !$0.isEmpty && $0.utf8.count <= 1 << 20 })
    #expect(names.isEmpty == text.allSatisfy { $0 == "\n" })
  }

  @Test func aLinkIsNotFollowed() throws {
    let other = directory + "/other"
    try "kept".write(toFile: other, atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: other)
    #expect(throws: SystemCallError.self) { try UnfinishedScans(beside: socket) }
    #expect(try String(contentsOfFile: other, encoding: .utf8) == "kept")
  }
}
