// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Scanners
import SystemCalls
import Testing
import Wire

@testable import Adoption

@Suite(.serialized) struct AdopterTests {
  private let root: TemporaryRoot
  private let keyboard = device(7, vendor: "046d", product: "c31c", serial: "")

  init() throws { root = try TemporaryRoot() }

  private func wishes(_ change: (inout Adopter.Wishes) -> Void = { _ in }) -> Adopter.Wishes {
    var wishes = Adopter.Wishes()
    (wishes.isSure, wishes.station, wishes.seconds) = (true, "dock-1", 2)
    change(&wishes)
    return wishes
  }

  private func run(
    _ bench: Bench, _ wishes: Adopter.Wishes, said: inout [String]
  ) throws -> Adopter.Outcome {
    var lines: [String] = []
    let tools = Tools(run: { _, _ in false }, devices: { [] })
    let adopter = Adopter(
      wishes, root.premises, bench.interruptions, bench.world, Activation(tools: tools)
    ) { new in
      lines += new
      // The last line before a label is awaited.
      if new.last?.contains("no other program") == true {
        bench.opened["/dev/input/event1"]?.send(strokes("4711\n", from: soon(after: 9), pace: 2000))
      }
    }
    defer { said = lines }
    return try adopter.run()
  }

  private func run(_ bench: Bench, _ wishes: Adopter.Wishes) throws -> Adopter.Outcome {
    var said: [String] = []
    return try run(bench, wishes, said: &said)
  }

  @Test func aLabelMakesAScanner() throws {
    var said: [String] = []
    let outcome = try run(try Bench(keyboard, device()), wishes(), said: &said)
    guard case .adopted(let adopted) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(root.files == ["etc/scand/dock-1.scanner", "etc/udev/rules.d/64-scand-dock-1.rules"])
    #expect(adopted.lines == ["Adopted as dock-1."])
    #expect(!adopted.isUnfinished)
    #expect(said.contains("  4711"))
    #expect(
      said.contains(
        "It is recognised by its serial number S1234, whatever port it is plugged into."))
    let json = try #require(JSONValue(parsing: adopted.json))
    guard case .object(let object) = json else { return }
    #expect(object["name"] == .string("dock-1") && object["data"] == .string("4711"))
    #expect(object["recognisedBy"] == .string("serial") && object["written"] == .boolean(true))
  }

  @Test func aTrialWritesNothingAndShowsBothFiles() throws {
    var said: [String] = []
    let outcome = try run(
      try Bench(keyboard, device()), wishes { $0.isDry = true }, said: &said)
    guard case .adopted(let adopted) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(root.files == [])
    #expect(adopted.lines == [])
    #expect(said.contains { $0.contains("ENV{ID_BARCODE_SCANNER}=\"1\"") })
    #expect(said.contains("    Station=dock-1"))
    #expect(said.last == "Nothing was written.")
  }

  @Test func theOnlyKeyboardIsRefusedUnlessTheUserIsSure() throws {
    let outcome = try run(try Bench(device()), wishes { $0.isSure = false })
    guard case .refused(let candidate, let refusal) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(refusal == .onlyKeyboard)
    #expect(refusal.sentence(about: candidate).contains("add --yes"))
    #expect(root.files == [])
    guard case .adopted = try run(try Bench(device()), wishes()) else {
      Issue.record("refused")
      return
    }
  }

  @Test func aDeviceThatSeemsToBeAKeyboardIsRefusedUnlessTheUserIsSure() throws {
    for isSure in [false, true] {
      let bench = try Bench(keyboard, device())
      bench.prepare = { _, fake in
        let time = soon(after: 1)
        fake.send([key(KEY_HOME, 1, at: time), key(KEY_HOME, 0, at: time + 1000)])
      }
      let outcome = try run(
        bench,
        wishes {
          $0.isSure = isSure
          $0.seconds = 9
        })
      switch outcome {
      case .refused(_, let refusal) where !isSure:
        #expect(refusal == .keyboard(.key(UInt16(KEY_HOME))))
      case .adopted where isSure: break
      default: Issue.record("\(outcome)")
      }
    }
  }

  @Test func aNameThatIsTakenIsToldBeforeAnythingIsGrabbed() throws {
    try root.write("mine", to: "etc/scand/dock-1.scanner")
    let bench = try Bench(keyboard, device())
    #expect(throws: AdoptionError.self) {
      try run(bench, wishes { $0.name = AdoptedName("dock-1") })
    }
    #expect(bench.closed == [])
    guard case .adopted(let adopted) = try run(bench, wishes()) else { return }
    #expect(adopted.lines.first == "Adopted as dock-1-2.")
  }

  @Test func anEarlierFileThatAppliesToTheDeviceIsTold() throws {
    try root.write("[Match]\nVendor=0c2e\n", to: "etc/scand/10-all.scanner")
    guard case .adopted(let adopted) = try run(try Bench(keyboard, device()), wishes()) else {
      Issue.record("not adopted")
      return
    }
    #expect(adopted.isUnfinished)
    #expect(adopted.lines.last?.hasPrefix("10-all.scanner applies to it as well") == true)
  }

  @Test func outsideTextIsShownSafely() throws {
    let hostile = device(
      1, serial: "", name: "\u{1B}]0;x\u{7}\n\u{202E}scanner", usb: "/sys/devices/usb1/1-1")
    var said: [String] = []
    let outcome = try run(try Bench(keyboard, hostile), wishes(), said: &said)
    guard case .adopted(let adopted) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    for line in said + adopted.lines { #expect(visible(line) == line, "\(line.debugDescription)") }
    #expect(said.contains { $0.contains("{ESC}]0;x{BEL}{LF}{U+202E}scanner") })
    #expect(!adopted.json.dropLast().contains { $0 < 0x20 })
    for file in root.files { #expect(!(try root.read(file)).contains("scanner\u{202E}")) }
  }

  @Test func nobodyScansAndASignalComes() throws {
    let silent = try Bench(keyboard)
    #expect(try run(silent, wishes { $0.seconds = 1 }) == .expired)
    let bench = try Bench(keyboard)
    bench.prepare = { _, _ in pthread_kill(pthread_self(), SIGTERM) }
    #expect(try run(bench, wishes()) == .signal(SIGTERM))
    #expect(root.files == [])
  }
}
