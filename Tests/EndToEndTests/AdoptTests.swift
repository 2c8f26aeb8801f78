// SPDX-License-Identifier: Apache-2.0

// `scanctl adopt` and `scanctl forget` as a person runs them, with devices of the testbed and a directory that
// stands for `/`. udev and the grabs of a real kernel are tried in virtual machines.

import Foundation
import Testing
import Wire

@Suite(.serialized) struct AdoptTests {
  private let testbed: Testbed
  private let root: TemporaryDirectory
  private let rule = "etc/udev/rules.d/64-scand-dock-1.rules"
  private let scanner = "etc/scand/dock-1.scanner"

  init() throws {
    root = try TemporaryDirectory()
    testbed = try Testbed()
    try testbed("plug desk keyboard port=1")
    try testbed("plug dock honeywell port=2 scanner=no")
  }

  private var arguments: [String] { ["adopt", "--root", root.path, "--station", "dock-1"] }

  private func onTerminal(_ more: String...) throws -> TerminalProgram {
    try TerminalProgram(binary("scanctl"), arguments + more, environment: testbed.environment)
  }

  /// Waits until both devices are grabbed and what they send is believed.
  private func awaitGrabs() throws {
    try testbed("await desk grab")
    try testbed("await dock grab")
    usleep(1_200_000)
  }

  /// The files that were written, those that begin with a dot too.
  private var files: [String] {
    let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { name in
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: root.path + "/" + name, isDirectory: &isDirectory)
      return !isDirectory.boolValue
    }.sorted()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: root.path + "/" + name, encoding: .utf8)
  }

  private func expectNothingIsLeft(_ comment: Comment) throws {
    #expect(files == [], comment)
    for device in ["desk", "dock"] {
      #expect(try testbed("readers \(device)") == "0", comment)
    }
  }

  private func forget(_ more: String...) throws -> (output: String, errors: String, status: Int32) {
    try run(binary("scanctl"), ["forget", "--root", root.path] + more)
  }

  // MARK: Adopting

  @Test func aLabelMakesAScannerAndForgettingUndoesIt() throws {
    // scand reads its file as another user.
    let program = try Program(
      "/bin/sh",
      ["-c", "umask 077; exec \"$@\"", "sh", binary("scanctl")] + arguments + ["--yes", "--json"],
      environment: testbed.environment)
    try awaitGrabs()
    try testbed("scan dock \(label(serial: "HD-12345"))")
    let line = try #require(try program.readLine())
    #expect(program.wait() == 0)
    guard case .object(let object)? = JSONValue(parsing: line.utf8) else {
      Issue.record("\(line)")
      return
    }
    #expect(object["name"] == .string("dock-1") && object["recognisedBy"] == .string("serial"))
    #expect(object["data"] == .string("]C101095060001343521727063010C202507\u{1D}21HD-12345"))
    #expect(files == [scanner, rule])
    #expect(try text(rule).contains("ENV{ID_SERIAL_SHORT}==\"S1234\""))
    for (name, mode) in [(rule, 0o644), (scanner, 0o644), ("etc/scand", 0o755)] {
      var status = stat()
      #expect(stat(root.path + "/" + name, &status) == 0)
      #expect(status.st_mode & 0o777 == mode_t(mode), "\(name)")
    }
    #expect(
      try run(binary("scand"), ["--config", root.path + "/etc/scand", "--check"]).status == 0)
    let forgotten = try forget("dock-1")
    #expect(forgotten.status == 0, "\(forgotten.errors)")
    try expectNothingIsLeft("forgotten")
    #expect(try forget("dock-1").status == 1)
    #expect(try forget("--all-adopted").status == 0)
  }

  @Test func onATerminalItAsksAndWhatWasTypedMeanwhileIsNoAnswer() throws {
    for (answer, status) in [("y", Int32(0)), ("n", 1), ("", 1), ("yes please", 1)] {
      let program = try onTerminal()
      #expect(program.read(until: "no other program.") != nil)
      #expect(!program.echoes)
      program.type("y\ny\n")
      try awaitGrabs()
      try testbed("scan dock 4711")
      let said = try #require(program.read(until: "Adopt it? [y/N] "))
      #expect(said.contains("(0c2e:0b61 Honeywell 3310g) has scanned a label of 4 characters"))
      #expect(said.contains("64-scand-dock-1.rules"))
      #expect(!said.contains("y\r\n"), "what was typed is shown: \(said)")
      #expect(program.isRestored)
      #expect(try testbed("readers desk") == "0")
      usleep(200_000)
      #expect(files == [])
      program.type("\(answer)\n")
      #expect(program.wait() == status, "\(answer)")
      #expect(program.isRestored)
      #expect(files == (status == 0 ? [scanner, rule] : []))
      _ = try forget("--all-adopted")
    }
  }

  @Test func aKeyThatIsDownWhenItBeginsDelaysTheGrabOfItsDeviceAlone() throws {
    try testbed("type desk {+Enter}")
    let program = try onTerminal()
    let said = try #require(program.read(until: "no other program."))
    #expect(said.contains("Logitech USB Keyboard) has a key down"))
    try testbed("await dock grab")
    #expect(try testbed("readers desk") == "1")
    try testbed("type desk {-Enter}")
    try testbed("await desk grab")
    program.type("\u{3}")
    #expect(program.wait() == -SIGINT)
    try expectNothingIsLeft("Ctrl+C")
  }

  @Test func propertiesThatAreHostileGetNowhere() throws {
    let hostile = #"S"1$kernel%k{x}'`\",RUN+="/bin/sh"#
    try testbed("set dock ID_SERIAL_SHORT=\(hostile)")
    try testbed("set dock ID_SERIAL=\(hostile)")
    let program = try Program(
      binary("scanctl"), arguments + ["--yes"], environment: testbed.environment)
    try awaitGrabs()
    try testbed("scan dock ]C110\u{1D}")
    #expect(program.wait() == 0)
    let rule = try text(rule)
    #expect(rule.contains("ENV{ID_PATH_TAG}==\"pci-0000_00_14_0-usb-0_2_1_?\""))
    for name in files {
      for word in ["RUN", "kernel", "%", "`", "\u{1D}"] {
        #expect(try !text(name).replacing("KERNEL==", with: "").contains(word), "\(name): \(word)")
      }
    }
  }

  @Test func aDeviceWithAPropertyThatIsNoPortIsNotListenedTo() throws {
    try testbed("set dock ID_SERIAL_SHORT=\"")
    try testbed("set dock ID_PATH_TAG=x-usb-0_1_1_0\", ENV{X}=\"")
    let program = try onTerminal()
    let said = try #require(program.read(until: "no other program."))
    #expect(said.contains("udev knows no serial number and no USB port of it"), "\(said)")
    try testbed("await desk grab")
    #expect(try testbed("readers dock") == "0")
    program.type("\u{3}")
    #expect(program.wait() == -SIGINT)
  }

  @Test func aScannerThatIsOneAlreadyIsLeftToTheDaemon() throws {
    try testbed("plug old datalogic port=3")
    let program = try onTerminal()
    let said = try #require(program.read(until: "no other program."))
    #expect(said.contains("Datalogic Gryphon  a scanner already"))
    try testbed("await desk grab")
    #expect(try testbed("readers old") == "0")
    program.type("\u{3}")
    #expect(program.wait() == -SIGINT)
    try expectNothingIsLeft("Ctrl+C")
  }

  @Test func aKeyboardIsRefused() throws {
    let program = try onTerminal()
    try awaitGrabs()
    try testbed("type dock {Left}")
    usleep(3_300_000)
    try testbed("scan dock 4711")
    #expect(program.read(until: "has sent a key that no scanner sends (code 105)") != nil)
    #expect(program.wait() == 64)
    #expect(program.isRestored)
    try expectNothingIsLeft("refused")
  }

  @Test func theOnlyDeviceThatCanTypeIsRefused() throws {
    try testbed("unplug desk")
    let program = try onTerminal()
    try testbed("await dock grab")
    usleep(1_200_000)
    try testbed("scan dock 4711")
    #expect(program.read(until: "is the only device here that can type") != nil)
    #expect(program.wait() == 64)
    #expect(files == [])
  }

  // MARK: Ending early

  @Test(arguments: ["\u{3}", "\u{1C}", "\u{1A}"]) func controlKeysOfTheTerminalEndIt(key: String)
    throws
  {
    let program = try onTerminal()
    try awaitGrabs()
    program.type(key)
    #expect(program.wait() == (key == "\u{1C}" ? -SIGQUIT : -SIGINT))
    #expect(program.isRestored)
    try expectNothingIsLeft("\(key.debugDescription)")
  }

  @Test(arguments: [("{Esc}", Int32(1)), ("{+LeftCtrl}c{-LeftCtrl}", -SIGINT)])
  func escAndCtrlCOnAGrabbedKeyboardEndIt(keys: String, status: Int32) throws {
    let program = try onTerminal()
    try awaitGrabs()
    try testbed("type desk \(keys)")
    #expect(program.wait() == status)
    #expect(program.isRestored)
    try expectNothingIsLeft("\(keys)")
  }

  @Test func aSignalAtAnyMomentLeavesNothing() throws {
    for (number, signal) in [SIGINT, SIGTERM, SIGHUP, SIGTERM, SIGINT, SIGHUP].enumerated() {
      let program = try onTerminal()
      usleep(UInt32.random(in: 0...300_000))
      program.send(signal)
      let status = program.wait()
      #expect(status == -signal, "run \(number): \(status)")
      #expect(program.isRestored, "run \(number)")
      try expectNothingIsLeft("run \(number)")
    }
  }

  @Test(arguments: ["true", "sleep 2"])
  func whenNobodyReadsAnyMoreTheTerminalIsRestored(reader: String) throws {
    let command = ([binary("scanctl")] + arguments).joined(separator: " ")
    let program = try TerminalProgram(
      "/bin/sh", ["-c", "sleep 0.1; \(command) | \(reader)"], environment: testbed.environment)
    if reader != "true" {
      try awaitGrabs()
      usleep(1_500_000)
    }
    try testbed("scan dock 4711")
    #expect(program.wait() == 0)
    #expect(program.isRestored)
    try expectNothingIsLeft("\(reader)")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func aSignalAtTheQuestionLeavesNothing(signal: Int32)
    throws
  {
    let program = try onTerminal()
    try awaitGrabs()
    try testbed("scan dock 4711")
    #expect(program.read(until: "Adopt it? [y/N] ") != nil)
    if signal == SIGINT { program.type("\u{3}") } else { program.send(signal) }
    #expect(program.wait() == -signal)
    #expect(program.isRestored)
    try expectNothingIsLeft("at the question")
  }

  @Test func aSignalWhileItWritesLeavesBothFilesOrNone() throws {
    var outcomes: Set<Int> = []
    for delay in stride(from: UInt32(0), to: 20_000, by: 5000) {
      let program = try onTerminal()
      try awaitGrabs()
      try testbed("scan dock 4711")
      #expect(program.read(until: "Adopt it? [y/N] ") != nil)
      program.type("y\n")
      usleep(delay)
      program.send(SIGINT)
      let status = program.wait()
      #expect(program.isRestored)
      #expect(status == 0 && files == [scanner, rule] || status == -SIGINT && files == [])
      outcomes.insert(files.count)
      _ = try forget("dock-1")
      try expectNothingIsLeft("after \(delay) µs")
    }
    report("adopt: a signal left \(outcomes.sorted()) files")
  }

  @Test(.timeLimit(.minutes(20))) func aKilledAdoptionLeavesNoRuleOrBothFiles() throws {
    let steps = try KillSteps()
    func adopt(killedAt step: Int?) throws {
      try steps.arm(false)
      // Both have a library to preload.
      let environment = testbed.environment.merging(
        steps.environment(at: step, whileArmed: true)
      ) { $0 + ":" + $1 }
      let program = try Program(
        binary("scanctl"), arguments + ["--yes", "--json", "--name", "dock-1"],
        environment: environment)
      try awaitGrabs()
      try steps.arm(true)
      try testbed("scan dock 4711")
      _ = try program.readToEnd()
      let status = program.wait()
      #expect(step == nil ? status == 0 : status == SIGKILL, "step \(step ?? 0)")
      try steps.arm(false)
    }
    try adopt(killedAt: nil)
    let (wholeRule, wholeScanner) = (try text(rule), try text(scanner))
    let count = try steps.count()
    #expect(count >= 10)
    for step in steps.choice(of: count, last: 3, others: 2) {
      try FileManager.default.removeItem(atPath: root.path + "/etc")
      try adopt(killedAt: step)
      let names = files.filter { !$0.hasSuffix(".part") }
      #expect([[], [scanner], [scanner, rule]].contains(names), "step \(step): \(names)")
      if names.contains(rule) { #expect(try text(rule) == wholeRule, "step \(step)") }
      if names.contains(scanner) { #expect(try text(scanner) == wholeScanner, "step \(step)") }
      #expect(try testbed("readers dock") == "0", "step \(step)")
      if names.contains(rule) { _ = try forget("dock-1") }
      try adopt(killedAt: nil)
      #expect(files == [scanner, rule], "after step \(step)")
    }
    report("adopt: killed before \(count) calls")
  }

  // MARK: Usage

  @Test func withoutATerminalItWantsYes() throws {
    let result = try run(binary("scanctl"), arguments, environment: testbed.environment)
    #expect(result.status == 64)
    #expect(result.errors.contains("add --yes"))
    #expect(try testbed("readers dock") == "0")
  }

  @Test func withoutALabelItEndsAfterAWhile() throws {
    let result = try run(
      binary("scanctl"), arguments + ["--yes", "--timeout", "1"], environment: testbed.environment)
    #expect(result.status == 75)
    #expect(result.errors.contains("No label came within 1 s. Nothing was done."))
    try expectNothingIsLeft("timeout")
  }

  @Test(arguments: [
    ["adopt", "--name", "../x"], ["adopt", "--timeout", "0"],
    ["adopt", "--yes", "--station", "A b"],
    ["adopt", "--yes", "--step", "a\nGrab=no"], ["forget"], ["forget", "x", "--all-adopted"],
    ["forget", "a/b"], ["adopt", "--yes", "--station", ""],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    let result = try run(binary("scanctl"), arguments + ["--root", root.path])
    #expect(result.status == 64, "\(result.errors)")
    #expect(files == [])
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func onlyRootMayAdopt() throws {
    for command in [["adopt", "--yes"], ["forget", "x"]] {
      let result = try run(
        "/usr/bin/setpriv",
        ["--reuid", "54321", "--regid", "54321", "--clear-groups", binary("scanctl")] + command)
      #expect(result.status == 77, "\(result.errors)")
      #expect(result.errors.contains("sudo"))
    }
  }
}
