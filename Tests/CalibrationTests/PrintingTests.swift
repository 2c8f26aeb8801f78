// SPDX-License-Identifier: Apache-2.0

import Foundation
import GS1
import Testing

@testable import Calibration

@Suite struct PrintingTests {
  private static let zint = "/usr/bin/zint"

  @Test func everyLabelIsValidGS1() {
    var options = Reading.Options()
    options.strict = true
    for label in CalibrationLabel.all {
      let data = Array("]d2".utf8) + label.data
      let reading = Reading.of(data.span, options: options)
      #expect(reading.kind == .elementString && reading.isValid, "\(label.name)")
    }
  }

  /// Character set 82 of the GS1 General Specifications, as far as layouts differ in it.
  @Test func theLabelsHaveEveryCharacterThatLayoutsMoveAround() {
    let moved = Set("aimqwyzAIMQWYZ0123456789!\"%&'()*+,-./:;<=>?_".utf8)
    let all = CalibrationLabel.all
    #expect(Set(all[0].data).isSuperset(of: moved))
    #expect(Set(all[1].data + all[2].data).isSuperset(of: moved))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: zint)))
  func theTableOfSymbolsIsWhatTheScriptWrites() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let table = "/Sources/Calibration/Labels/CalibrationLabel.generated.swift"
    let written = try output(of: root + "/scripts/calibration-labels")
    #expect(lines(written) == lines(try String(contentsOfFile: root + table, encoding: .utf8)))
  }

  /// Without the version of zint.
  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { !$0.contains("were made with zint") }
  }

  private func output(of path: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// The finder pattern of ISO/IEC 16022: solid at the left and below, alternating above and at the right.
  @Test func theMatrixHasItsFinderPattern() {
    let modules = CalibrationLabel.all[0].symbol.modules
    #expect(modules.allSatisfy { $0[0] })
    #expect(modules[modules.count - 1].allSatisfy { $0 })
    #expect(modules[0].enumerated().allSatisfy { $1 == ($0 % 2 == 0) })
    #expect(modules.enumerated().allSatisfy { $1[$1.count - 1] == ($0 % 2 == 1) })
  }

  @Test func symbolsStayWithinThePaperAndDoNotTouchText() {
    let page = LabelPage.drawing
    for box in page.rectangles {
      #expect(box.x >= 15 && box.x + box.width <= 190 && box.y + box.height <= 280)
      for text in page.texts {
        #expect(text.y < box.y - 1 || text.y - text.size > box.y + box.height + 1)
      }
    }
  }

  @Test func blocksAreTheModules() {
    let symbol = Symbol(symbology: .dataMatrix, width: 2, rows: ["8", "c", "4"])
    let lines = symbol.blocks(isInverted: false)
    #expect(
      lines.map { String($0.dropFirst(4).dropLast(4)) } == ["  ", "  ", "█▄", " ▀", "  ", "  "])
    #expect(lines.allSatisfy { $0.count == 10 })
    #expect(symbol.blocks(isInverted: true)[0] == String(repeating: "█", count: 10))
  }

  @Test func theObjectsOfTheDocumentAreWhereItsTableSays() throws {
    let text = String(decoding: LabelPage.pdf, as: UTF8.self)
    let offsets = text.split(separator: "\n").filter { $0.hasSuffix(" 00000 n ") }.map {
      Int($0.prefix(10))!
    }
    #expect(offsets.count == 5)
    for (index, offset) in offsets.enumerated() {
      let place = text.utf8.index(text.startIndex, offsetBy: offset)
      #expect(text[place...].hasPrefix("\(index + 1) 0 obj\n"))
    }
    let start = try #require(text.split(separator: "\n").dropLast().last.flatMap { Int($0) })
    #expect(text[text.utf8.index(text.startIndex, offsetBy: start)...].hasPrefix("xref\n"))
  }
}
