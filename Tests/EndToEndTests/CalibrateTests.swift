// SPDX-License-Identifier: Apache-2.0

// A scanner is calibrated while the daemon reads it.

import Foundation
import Testing

@Suite(.serialized) struct CalibrateTests {
  private let testbed: Testbed
  private let daemon: Daemon
  private let scanner = "usb-0c2e_0b61-S1234"

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
  }

  @Test func aStrangeLabelIsShownAndTheHalvesOfTheNextOnesAreEnough() throws {
    let calibrator = try Calibrator(scanner, daemon)
    let labels = try daemon.scanctl("calibrate", "--labels").output.split(separator: "\n")
    try testbed("scan dock ]C10109506000134352")
    try calibrator.waitFor("as us they are \"]C10109506000134352\"")
    try testbed("scan dock ]C1\(labels[2])")
    try calibrator.waitFor("That was the second half. Scan the other one.")
    try testbed("scan dock ]C1\(labels[1])")
    #expect(calibrator.end() == 0)
    let file = try String(contentsOfFile: calibrator.file, encoding: .utf8)
    #expect(
      file.hasSuffix(
        "\n[Match]\nVendor=0c2e\nProduct=0b61\nSerial=S1234\n\n[Scanner]\nLayout=us\n"))
    #expect(file.contains("# The group separator comes as ctrl-], which needs no setting.\n"))
  }

  @Test func anEndWithoutALabelWritesNothing() throws {
    let file = daemon.directory + "/none.scanner"
    let result = try daemon.scanctl("calibrate", scanner, "--seconds", "1", "--output", file)
    #expect(result.status == 75)
    #expect(result.errors.contains("No calibration label came."))
    #expect(!FileManager.default.fileExists(atPath: file))
  }
}

/// A `scanctl calibrate` that runs.
private final class Calibrator {
  let file: String
  private let directory: TemporaryDirectory
  private let program: Program
  private let log: TemporaryFile

  /// Starts it and waits until it has the keys.
  init(_ scanner: String, _ daemon: Daemon) throws {
    directory = try TemporaryDirectory()
    file = directory.path + "/dock-1.scanner"
    log = try TemporaryFile()
    program = try Program(
      binary("scanctl"), ["calibrate", scanner, "--output", file],
      environment: ["SCAND_SOCKET": daemon.socket], errors: FileHandle(forWritingAtPath: log.path))
    try waitFor("Scan label 1")
  }

  /// Waits until it has told something.
  func waitFor(_ words: String) throws {
    var errors = ""
    for _ in 0..<1000 {
      errors = (try? String(contentsOfFile: log.path, encoding: .utf8)) ?? ""
      if errors.contains(words) { return }
      usleep(10_000)
    }
    throw DaemonError(text: errors)
  }

  /// Waits for its end; its exit status.
  func end() -> Int32 { program.wait() }
}
