// SPDX-License-Identifier: Apache-2.0

// The printed symbols, read by programs that others have written: zbarimg for the bars, dmtxread for the matrix.
// Without them and rsvg-convert the tests are skipped.

import Foundation
import Testing

@testable import Calibration

private let tools = ["/usr/bin/rsvg-convert", "/usr/bin/zbarimg", "/usr/bin/dmtxread"]
private let hasTools = tools.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

@Suite(.enabled(if: hasTools)) struct ReadingTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("labels-\(UUID().uuidString)")
  private var image: String { folder.appendingPathComponent("labels.png").path }

  /// Draws the page at 300 dots per inch.
  private func draw() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = folder.appendingPathComponent("labels.svg")
    try Data(LabelPage.svg.utf8).write(to: page)
    _ = try output(
      tools[0], ["--dpi-x", "300", "--dpi-y", "300", "-b", "white", "-o", image, page.path])
  }

  private func output(_ path: String, _ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }

  @Test func theBarsHaveTheDataOfTheirLabels() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try draw()
    let read = try output(tools[1], ["--raw", "-q", "-Sdisable", "-Scode128.enable", image])
    let lines = Set(read.split(separator: 0x0A).map(Array.init))
    #expect(lines == Set(CalibrationLabel.all.dropFirst().map(\.data)))
  }

  @Test func theMatrixHasTheDataOfItsLabel() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try draw()
    let read = try output(tools[2], ["-N", "1", "-G", "29", "-m", "20000", image])
    #expect(Array(read.drop { $0 == 0x1D }) == CalibrationLabel.all[0].data)
  }
}
